"""The floor for the first frame: a bare Textual program with a header, a table and a footer."""

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header


class Floor(App[None]):
    """Nothing but what Textual brings."""

    BINDINGS = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """Header, table, footer."""
        yield Header()
        yield DataTable()
        yield Footer()

    def on_mount(self) -> None:
        """Twenty rows."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("Name", "Date", "State")
        for number in range(20):
            table.add_row(f"Row {number}", "12 Mar 2026", "due")


if __name__ == "__main__":
    Floor().run()
