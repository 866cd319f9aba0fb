"""Where records are kept: tables, journal, schedules, backup. The only place that knows Peewee and SQLite."""
