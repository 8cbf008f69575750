"""The jobs of notices: sending by a channel, and climbing when nobody reads."""

from django.conf import settings

from hengjian.content.errors import PlainError
from hengjian.core.jobs.queue import LaterError
from hengjian.core.jobs.schedules import every
from hengjian.core.jobs.task import Run, task
from hengjian.core.notices.access import delivery_by_number
from hengjian.core.notices.actions import climb, delivered, undelivered
from hengjian.core.notices.channels import CHANNELS, Message
from hengjian.core.notices.models import DeliveryState, Notice
from hengjian.core.wording import said, say


@task(title=said("发送通知", "send a notice"), attempts=6, wait=30, long=True, takes_context=True)
def deliver(context: Run, delivery: int) -> str:
    """Outside any transaction, for a gateway may be slow. Killed between the gateway's answer and our
    note of it, it sends again under the same number, by which the gateway knows it."""
    row = delivery_by_number(delivery)
    if row.state != DeliveryState.WAITING:
        return row.receipt
    channel, notice = CHANNELS[row.channel], row.notice
    if notice.read_at is not None:
        with context.step(1, 1):
            delivered(row, "", by=None, at=context.at)
        return ""
    address = channel.address(notice.post.person)
    try:
        if not (channel.ready and address):
            raise PlainError(say("渠道或者收件地址已经撤销", "the channel or the address is gone"))
        receipt = channel.send(Message(row.pk, text_of(notice), address, context.at))
    except PlainError as error:
        later = isinstance(error, LaterError)
        ended = not later or context.job.attempt >= context.job.attempts_allowed
        undelivered(row, str(error), ended=ended, by=None, at=context.at)
        raise
    with context.step(1, 1):
        delivered(row, receipt, by=None, at=context.at)
    return receipt


def text_of(notice: Notice) -> str:
    """What leaves the product: the title and a link behind the login."""
    base = settings.NOTICES["HENGJIAN_URL"].rstrip("/")
    head = say(f"【衡鉴】{notice.title}", f"[Hengjian] {notice.title}")
    return f"{head}\n{base}/notices/{notice.pk}/" if base else head


@task(title=said("未读通知上报", "unread notices climb"), takes_context=True)
def climb_unread(context: Run) -> int:
    return climb(by=None, at=context.at)


every("notices.climb", "*/10 8-19 * * *", climb_unread)
