"""Everybody sees the jobs he started; the system administrator all, with what technicians need."""

from datetime import timedelta

import pytest
from django.test import Client

from hengjian.core import clock
from hengjian.core.jobs import queue
from hengjian.core.jobs.actions import start, start_due
from hengjian.core.jobs.models import Job, Schedule
from hengjian.core.jobs.tests import sample_tasks
from hengjian.core.jobs.worker import drain
from hengjian.core.people.models import Post
from hengjian.core.tests.small_city import SmallCity


def enter(client: Client, post: Post) -> Client:
    client.force_login(post.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def page(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def failed(small_city: SmallCity) -> Job:
    """A job that the supervisor of county A started, and that failed."""
    at = clock.now()
    job = start(sample_tasks.break_down, by=small_city.county_a, at=at)
    for minutes in range(0, 60, 20):
        drain(clock=lambda ahead=minutes: at + timedelta(minutes=ahead))  # type: ignore[misc]
    return job


@pytest.mark.parametrize(
    ("who", "sees", "technical"),
    [
        ("county_a", True, False),
        ("system_admin", True, True),
        ("county_b", False, False),
        ("city", False, False),
        ("security_admin", False, False),
    ],
)
def test_one_sees_his_own_and_the_administrator_all(
    client: Client, small_city: SmallCity, failed: Job, who: str, sees: bool, technical: bool
) -> None:
    enter(client, getattr(small_city, who))
    assert ("王二" in page(client, "/jobs/")) is sees
    one = page(client, f"/jobs/{failed.pk}/", 200 if sees else 404)
    assert ("程序出错，详情已留存" in one) is sees
    assert ("ZeroDivisionError" in one) is technical
    answer = client.post(f"/jobs/{failed.pk}/retry/")
    assert answer.status_code == (302 if sees else 404)
    assert Job.objects.get(pk=failed.pk).state == ("ready" if sees else "failed")


def test_the_home_page_tells_of_failed_jobs(
    client: Client, small_city: SmallCity, failed: Job
) -> None:
    assert "后台任务失败" in page(enter(client, small_city.county_a), "/")
    assert "后台任务失败" not in page(enter(client, small_city.county_b), "/")


def test_it_is_filtered(client: Client, small_city: SmallCity, failed: Job) -> None:
    start(sample_tasks.mark, by=small_city.county_a, at=clock.now())
    enter(client, small_city.county_a)
    number = f"/jobs/{failed.pk}/"
    assert number in page(client, "/jobs/?state=failed&when=day")
    assert number not in page(client, "/jobs/?state=ready")
    assert number not in page(client, f"/jobs/?task={sample_tasks.mark.module_path}")
    assert "没有这样的任务" in page(client, "/jobs/?state=done")
    assert "没有这样的任务" not in page(client, "/jobs/?state=nonsense&when=x&page=99")


def test_it_renews_itself_as_a_part(client: Client, small_city: SmallCity, failed: Job) -> None:
    enter(client, small_city.county_a)
    for url in ("/jobs/", f"/jobs/{failed.pk}/"):
        part = client.get(url, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part
        assert "出错" in part


def test_it_says_when_nobody_works(client: Client, small_city: SmallCity) -> None:
    enter(client, small_city.county_a)
    assert "还没有后台任务" in page(client, "/jobs/")
    start(sample_tasks.mark, by=small_city.county_a, at=clock.now())
    assert "没有后台进程在运行" in page(client, "/jobs/")
    queue.beat("w", at=clock.now())
    assert "没有后台进程在运行" not in page(client, "/jobs/")


def test_a_waiting_job_is_cancelled(client: Client, small_city: SmallCity) -> None:
    job = start(sample_tasks.mark, by=small_city.county_a, at=clock.now())
    enter(client, small_city.county_a)
    assert "已取消" in client.post(f"/jobs/{job.pk}/cancel/", follow=True).content.decode()
    again = client.post(f"/jobs/{job.pk}/cancel/", follow=True).content.decode()
    assert "不能取消" in again


def test_only_the_system_administrator_moves_schedules(
    client: Client, small_city: SmallCity
) -> None:
    start_due(by=None, at=clock.now())
    schedule = Schedule.objects.get(name="jobs.let_go")
    url = f"/jobs/schedules/{schedule.pk}/"
    enter(client, small_city.county_a)
    page(client, "/jobs/schedules/", 403)
    assert client.post(url, {"cron": "0 5 * * *"}).status_code == 404
    enter(client, small_city.system_admin)
    assert "清理早已结束的后台任务" in page(client, "/jobs/schedules/")
    assert "不是能用的时间表" in client.post(url, {"cron": "often"}, follow=True).content.decode()
    assert "0 5 * * *" in client.post(url, {"cron": "0 5 * * *"}, follow=True).content.decode()
