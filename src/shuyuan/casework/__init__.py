"""What every procedure shares: the inbox, deadlines in working days, and the calendar behind them.

Carries the counting of every period of the law, such as jz-data-2020/10.1 and 14.2.
"""
