"""The rules: pure functions of facts and a date (spec page rules.md). No clock, no database, no screens."""
