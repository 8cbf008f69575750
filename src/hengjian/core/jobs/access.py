"""Who sees which job: whoever started it, and the system administrator, who sees all."""

from django.db.models import QuerySet
from django_tasks.exceptions import TaskResultDoesNotExist

from hengjian.core.jobs.models import Job, Schedule
from hengjian.core.people.models import Post, Role


def sees_all(post: Post) -> bool:
    """Jobs that nobody started, schedules and technical details are the system administrator's."""
    return post.role == Role.SYSTEM_ADMIN


def jobs_seen_by(post: Post) -> QuerySet[Job]:
    """Own jobs, in whichever of one's posts they were started."""
    rows = Job.objects.select_related("started_by__person", "started_by__unit")
    return rows if sees_all(post) else rows.filter(started_by__person=post.person_id)


def job_seen_by(post: Post, number: int) -> Job | None:
    """That job, if the post may see it. Who sees a job may also cancel it and start it again."""
    return jobs_seen_by(post).filter(pk=number).first()


def schedule_kept_by(post: Post, number: int) -> Schedule | None:
    """That schedule, for the system administrator."""
    return Schedule.objects.filter(pk=number).first() if sees_all(post) else None


def job_of_result(number: str) -> Job:
    """The job behind a `TaskResult`, for the code that enqueued it."""
    job = Job.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    if job is None:
        raise TaskResultDoesNotExist(number)
    return job
