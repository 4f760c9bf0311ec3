"""Register of the departments' information systems (政务信息系统目录).

Carries the register itself (jz-project-2020/19.1.1) and what hangs on it: only a registered system can
be a machine client of the data interface (jz-project-2020/28.1).
"""
