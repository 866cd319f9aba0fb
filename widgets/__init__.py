"""Things used on several screens. They know the core and Textual, and no screen.

Whatever a person may have typed goes through `widgets.safe`, never into a widget as a bare `str`.

`terminal.TerminalApp`, `terminal.run` -- the application class to build on, and the way to run it:
    class MentorApp(TerminalApp[int]): ...
    status = run(MentorApp(look=settings.theme), save=keep_drafts)      # save: on a dropped line, no widgets

`safe.words`, `safe.lines`, `safe.cell`, `safe.cut`, `safe.notify` -- people's text on its way to a widget:
    Static(words("Session with ", (name, "strong")));  Row(key, (name, cell(("overdue", "bad"))))
    notify(self.app, f"Saved the session with {name}.")                 # tones: strong quiet good warning bad

`chrome.TitleLine`, `chrome.KeyLine` -- one line on top and one at the bottom of every place:
    yield TitleLine("Pairings", service, person);  yield KeyLine()      # keys: bindings with show=True, six
    at most title.place = "Pairing"                                             # place, service and person
    are reactive

`listing.Listing` with `Column`, `Row` -- a list of any length:
    listing = Listing([Column("name", "Mentee", 16, flex=2), Column("due", "Due", 11)], empty="No pairings
    yet.") listing.show(fetch, count, find);  listing.renew()                  # Listing.Selected,
    Listing.Moved: .key

`entry.Filter` -- narrows a list as one types; `/` focuses it, Down or Enter goes to the list:
    yield Filter("pairings");  yield Listing(..., id="pairings")
    @on(Input.Changed, "Filter")                                        # the owner narrows and calls show()

`form.Form` -- every record is written in it, drawn from the record's declaration:
    Form(SESSION.asked, today=today, values=known, sources={"score": "from the last session"}, options=lists)
    FormChanged (.typed: keep the draft)  Form.Ready (.values: save)  restore  show_faults  ask  put  value
    go_to

`entry.LineInput`, `entry.LongText`, `entry.Secret` -- entries outside a form; Secret is never copied:
    yield LineInput(placeholder="Name")                                 # .take(text) pastes by the same gate
    yield Secret(placeholder="Passphrase")

`choose.Choose`, `choose.ChooseMany` with `mentor_tui.answers.Option` -- choosing from a list that may be long:
    self.app.push_screen(Choose("Mentor", [Option(key, name, "2 of 4 mentees")]), picked)   # Option | None
    self.app.push_screen(ChooseMany("Activities", options, ticked=now), picked)             # tuple | None

`confirm.Confirm` -- asks before what cannot be undone, the safe answer first:
    self.app.push_screen(Confirm("Sign the audit", what_will_happen, yes="Sign it"), answered)   # bool
    `confirm.Answer(label, id=...)` is a button of one line that posts Answer.Pressed.

`slot_strip` -- the sessions of a schedule as signs and in words:
    slot_cell(states) in a list;  SlotStrip(states) on a page;  slot_words(states);  slot_key()

`trend` -- confidence over time:
    trend_cell(scores, low=is_low) in a list;  ScoreChart(points, threshold=4) on a page;  trend_words(scores)

`figure` -- a figure as it is honestly shown, with its movement:
    figure_cell(now, before, better="up") in a list;  FigureLine("Sessions on schedule", now, before,
    than="last month")

`themes`, `glyphs`, `glass`, `too_small` -- looks, signs with ASCII twins, sending only what changed, the
notice of a terminal that is too small: at work inside TerminalApp.
"""
