"""Reports of a run: one web page for people, a workbook, CSV and Parquet for whoever works on it.

Serves the leader who reads one page, the clerk who works through leads, the program that reads JSON.
They say *lead*, never *violation established*, and never name a party: persons decide, persons look
up the file.
"""

from hengjian.check.report.files import ReportError, write_report
from hengjian.check.report.summary import summary

__all__ = ["ReportError", "summary", "write_report"]
