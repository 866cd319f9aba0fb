"""The signed figures of an audit, as they come back from a file: is this the JSON that was signed?

Pydantic is imported when a file has such a cell and not before: it costs more than the rest of the program.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mentor_tui.declare import Unfit
from mentor_tui.exchange import limits

_EXPECTED = "expected the signed JSON: period, as_at and figures, as it was exported"


@lru_cache(maxsize=1)
def _model() -> Any:
    from datetime import date

    from pydantic import BaseModel, ConfigDict, StrictFloat, StrictInt, StrictStr

    class Signed(BaseModel):
        """The figures of a period as somebody signed them, with whatever else stands beside them."""

        model_config = ConfigDict(extra="allow")

        period: StrictStr
        as_at: date
        service: StrictStr | None = None
        figures: dict[str, StrictInt | StrictFloat | StrictStr | dict[str, Any] | None]

    return Signed


def check(text: str) -> None:
    """Raises Unfit, with a sentence, where ``text`` is not the JSON of signed figures."""
    from pydantic import ValidationError

    if len(text) > limits.CELL:
        raise Unfit(f"{len(text):,} characters are too many; expected at most {limits.CELL:,}")
    try:
        _model().model_validate_json(text)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"][:2])
        what = "is not JSON" if first["type"] == "json_invalid" else f"'{where or 'the whole'}' is not right"
        raise Unfit(f"{what}; {_EXPECTED}") from None
