"""The faults of machines, done for real against the program: ``make faults``, and a short form in the tests.

Each file tries one kind of fault and gives figures; docs/faults.md tells what was tried and what it does not show.
"""
