"""Version 1 of the interface: hand in, see what becomes of it, take back refused rows and the receipt."""

from collections.abc import Callable, Iterator
from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI, Path, Query, Status
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from hengjian import __version__
from hengjian.content.errors import PlainError
from hengjian.core import clock
from hengjian.core.keyset import PAGE
from hengjian.core.wording import say
from hengjian.domain.records.actions import receive
from hengjian.domain.records.arriving import PIECE, TooLargeError, arrive
from hengjian.domain.records.models import Submission, Token
from hengjian.domain.records.place import refused_of
from hengjian.domain.records.submissions.access import (
    submission_of_token,
    submissions_of_token,
)
from hengjian.domain.records.submissions.queries import (
    Asked,
    narrowed,
    page_of,
    problems,
)
from hengjian.domain.records.submissions.receipt import receipt_of
from hengjian.surfaces.api.shapes import (
    ErrorOut,
    Handing,
    ListOut,
    ProblemOut,
    ProblemsOut,
    SubmissionOut,
)
from hengjian.surfaces.api.tokens import BodyToken, OfToken

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DESCRIPTION = """执法机关的系统由此报送数据。

- 令牌由本机关的经办人在“数据报送 → 接口令牌”发放，写在 `Authorization: Bearer …` 里，只代表本机关。
- `POST /submissions` 收下文件即答复 202；随后查询这次报送，直到 `finished` 为真。
- 有错的行连同它的案件退回，逐行写明原因和改法；其余照常受理。同一批数据只受理一次。
"""
_ERRORS: dict[int, Any] = {401: ErrorOut, 404: ErrorOut, 422: ErrorOut, 429: ErrorOut}
_FILE = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}
_BINARY: dict[str, Any] = {
    "responses": {
        200: {
            "description": "OK",
            "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}

NUMBER: Any = Path(..., ge=1, le=(1 << 53) - 1, description="报送号")  # type: ignore[type-arg]

api = NinjaAPI(
    title="衡鉴数据报送接口",
    version="1",
    description=DESCRIPTION,
    auth=BodyToken(),
    urls_namespace="api-1",
    throttle=[OfToken("120/m")],
    openapi_extra={"info": {"x-program": __version__}},
)


def _token(request: HttpRequest) -> Token:
    return cast(Token, request.auth)  # type: ignore[attr-defined]


def _own(request: HttpRequest, number: int) -> Submission:
    found = submission_of_token(number, _token(request))
    if found is None:
        raise HttpError(404, say("没有这次报送，或者不是本机关的", "no such submission of yours"))
    return found


@api.post(
    "/submissions",
    response={202: SubmissionOut, 200: SubmissionOut, 400: ErrorOut, 413: ErrorOut, **_ERRORS},
    summary="报送一个文件",
    throttle=[OfToken("30/m")],
    openapi_extra=_FILE,
)
def hand_in(request: HttpRequest, handing: Query[Handing]) -> Status[SubmissionOut]:
    """multipart 的 `file` 字段，或者直接以内容为正文并用 `file_name` 写明文件名。202：已收下，排队处理；
    200：这个文件正在处理，没有收第二次。"""
    token = _token(request)
    pieces, name = _file(request, handing.file_name)
    received = receive(
        arrive(pieces, name),
        channel=Submission.Channel.API,
        unit=token.body.unit,
        body=token.body,
        period=handing.period,
        whole_period=handing.whole_period,
        strict=handing.strict,
        token=token,
        by=None,
        at=clock.now(),
    )
    return Status(202 if received.new else 200, SubmissionOut.of(received.submission))


def _file(request: HttpRequest, name: str) -> tuple[Iterator[bytes], str]:
    if (request.content_type or "").startswith("multipart/"):
        file = request.FILES.get("file")
        if file is None:
            raise HttpError(
                400, say("没有文件：请放在 multipart 的 file 字段", "no file in field `file`")
            )
        return iter(cast(Any, file).chunks(PIECE)), name or file.name or "data"
    if not name.strip():
        raise HttpError(
            400,
            say(
                "请用 file_name 写明文件名，例如 ?file_name=十月.zip", "give ?file_name=october.zip"
            ),
        )
    return iter(lambda: request.read(PIECE), b""), name


@api.get("/submissions", response={200: ListOut, **_ERRORS}, summary="本机关的报送，新的在前")
def listed(request: HttpRequest, after: str = "", state: str = "") -> ListOut:
    """`after` 是上一页给出的标记；`state` 可以是 open（处理中）、done、refused、failed。"""
    asked = Asked(state=state if state in {*Submission.State.values, "open"} else "")
    page = page_of(narrowed(submissions_of_token(_token(request)), asked), after)
    return ListOut(items=[SubmissionOut.of(one) for one in page.rows], after=page.after)


@api.get(
    "/submissions/{int:number}",
    response={200: SubmissionOut, **_ERRORS},
    summary="一次报送到了哪一步",
)
def one(request: HttpRequest, number: int = NUMBER) -> SubmissionOut:
    return SubmissionOut.of(_own(request, number))


@api.get(
    "/submissions/{int:number}/problems",
    response={200: ProblemsOut, **_ERRORS},
    summary="逐行的问题和改法",
)
def lines(request: HttpRequest, number: int = NUMBER, start: int = 0) -> ProblemsOut:
    found, first = _own(request, number), min(max(start, 0), 10_000_000)
    told = problems(found, personal=True, start=first, size=PAGE * 4)
    end = first + len(told.rows)
    return ProblemsOut(
        items=[ProblemOut(**row) for row in told.rows], next=end if end < told.fitting else None
    )


@api.get(
    "/submissions/{int:number}/refused.xlsx",
    summary="退回的行，改好后原样再报送",
    response=_ERRORS,
    openapi_extra=_BINARY,
)
def refused(request: HttpRequest, number: int = NUMBER) -> HttpResponseBase:
    place = refused_of(_own(request, number).pk)
    if not place.exists():
        raise HttpError(404, say("没有退回的行", "no row was refused"))
    return FileResponse(place.open("rb"), content_type=XLSX, filename=f"refused-{number}.xlsx")


@api.get(
    "/submissions/{int:number}/receipt",
    response={200: dict[str, Any], **_ERRORS},
    summary="回执：文件和受理各行的散列值、账本条目、账头",
)
def receipt(request: HttpRequest, number: int = NUMBER) -> dict[str, Any]:
    found = _own(request, number)
    if found.is_open and found.state != Submission.State.CHECKING:
        raise HttpError(404, say("还没有处理完，没有回执", "there is no receipt yet"))
    return receipt_of(found)


# --- what goes wrong, as JSON -------------------------------------------------------------------------


def _answered(request: HttpRequest, status: int, error: str, remedy: str = "",
              details: list[Any] | None = None) -> HttpResponse:  # fmt: skip
    told = {"error": error, "remedy": remedy, "details": details or []}
    return api.create_response(request, told, status=status)


def _handler(kind: type[Exception]) -> Callable[[Any], Any]:
    return cast(Callable[[Any], Any], api.exception_handler(kind))


@_handler(PlainError)
def told_plainly(request: HttpRequest, error: PlainError) -> HttpResponse:
    status = 413 if isinstance(error, TooLargeError) else 400
    return _answered(request, status, error.message, error.remedy)


@_handler(HttpError)
def as_it_is(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _answered(request, error.status_code, error.message)


@_handler(AuthenticationError)
def not_let_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _answered(
        request,
        401,
        say("令牌不对、已过期或者已撤销", "the token is wrong, expired or revoked"),
        say(
            "请在 Authorization 头写 Bearer 和令牌；令牌由本机关经办人在“接口令牌”页发放。",
            "Send `Authorization: Bearer …` with a token that your clerk has given.",
        ),
    )


@_handler(Throttled)
def too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    wait = error.wait or 60
    answer = _answered(
        request, 429, say("请求太频繁", "too many requests"),
        say(f"请 {wait:.0f} 秒后再试。", f"Wait {wait:.0f} seconds."),
    )  # fmt: skip
    answer["Retry-After"] = f"{wait:.0f}"
    return answer


@_handler(ValidationError)
def ill_formed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    details = [{"field": str(one["loc"][-1]), "message": str(one["msg"])} for one in error.errors]
    return _answered(
        request, 422, say("参数不对", "wrong parameters"),
        say("请按 details 改正。", "See details."), details,
    )  # fmt: skip
