"""What is counted: the series, what was stated of them and what is named, on a day and through time.

`counts` has every series on a day, `running` one from day to day, `ledger` each statement beside the one before.
`series` says what belongs to which series and when, `bounds` what that can be where dates are fuzzy.
"""
