"""What the interface takes and gives, as types: its documentation is made from them."""

from datetime import date, datetime
from typing import Any, Self

from ninja import Field, Schema
from pydantic import model_validator

from hengjian.domain.records.models import Submission


class Handing(Schema):
    """What is said of a file."""

    file_name: str = Field(
        "", max_length=200, description="文件名；直接发送内容时必填，决定按哪种格式读取"
    )
    period_from: date | None = Field(None, description="数据期间起，如 2026-10-01")
    period_to: date | None = Field(None, description="数据期间止，如 2026-10-31")
    whole_period: bool = Field(
        False, description="期间内的案件全部在内；此前报过而这次没有的即为消失"
    )
    strict: bool = Field(False, description="有一行不对就整批退回")

    @model_validator(mode="after")
    def period_is_whole(self) -> Self:
        if (self.period_from is None) != (self.period_to is None):
            raise ValueError("period_from 和 period_to 须同时给出")
        if self.period_from and self.period_to and self.period_from > self.period_to:
            raise ValueError("period_to 早于 period_from")
        if self.whole_period and self.period_from is None:
            raise ValueError("whole_period 须写明期间")
        return self

    @property
    def period(self) -> tuple[date, date] | None:
        if self.period_from is None or self.period_to is None:
            return None
        return self.period_from, self.period_to


class TableOut(Schema):
    file: str
    table: str
    rows: int
    accepted: int
    faulty: int
    refused: int


class SubmissionOut(Schema):
    """How far a submission is."""

    id: int = Field(description="报送号")
    state: str = Field(
        description="waiting 排队、reading 读取核对、accepting 入库、checking 检查中、done 已完成、"
        "refused 整批退回、failed 处理失败（可重试）"
    )
    finished: bool = Field(description="不会再变，可以不再查询")
    file_name: str
    size: int
    sha256: str
    received_at: datetime
    ended_at: datetime | None
    period_from: date | None
    period_to: date | None
    whole_period: bool
    rows: int
    refused: int = Field(description="退回的行")
    held_back: int = Field(description="整案退回的案件")
    problems: int
    cases: int = Field(description="受理的案件")
    new: int
    changed: int
    events: int
    batch: int | None = Field(description="批号")
    receipt: str | None = Field(description="回执散列值")
    same_as: int | None = Field(description="这些数据此前已由哪一次报送受理")
    findings: int = Field(description="检查新发现的线索")
    error: str | None = Field(description="整批退回或者处理失败的原因和办法")
    tables: list[TableOut]

    @classmethod
    def of(cls, one: Submission) -> "SubmissionOut":
        plain = {
            name: getattr(one, name)
            for name in (
                "state", "file_name", "size", "sha256", "received_at", "ended_at", "period_from",
                "period_to", "whole_period", "rows", "refused", "held_back", "problems", "cases",
                "new", "changed", "events", "tables",
            )
        }  # fmt: skip
        return cls(
            id=one.pk, finished=not one.is_open, batch=one.seq, receipt=one.batch_id or None,
            same_as=one.same_as_id, findings=one.appeared, error=one.error or None, **plain,
        )  # fmt: skip


class ListOut(Schema):
    items: list[SubmissionOut]
    after: str = Field(description="下一页的标记，没有下一页时为空")


class ProblemOut(Schema):
    """What is said of a row, or of rows that follow one another."""

    file: str
    row: int | None = Field(description="原文件中的行号")
    last: int | None = Field(description="连续几行同一问题时的最后一行")
    field: str
    value: str | None
    reason: str
    remedy: str | None
    refused: bool = Field(description="是否因此退回；否则只是提示")


class ProblemsOut(Schema):
    items: list[ProblemOut]
    next: int | None = Field(description="下一页的 start")


class ErrorOut(Schema):
    """What went wrong and what to do."""

    error: str
    remedy: str = ""
    details: list[Any] = Field(default_factory=list)
