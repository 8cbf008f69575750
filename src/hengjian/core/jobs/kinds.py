"""How the entries of jobs are called."""

from hengjian.core.wording import said

KINDS = {
    "job.cancelled": said("取消后台任务", "job cancelled"),
    "job.retried": said("重试后台任务", "job tried again"),
    "schedule.changed": said("更改定时任务", "schedule changed"),
}
NOUNS = {"jobs.job": said("后台任务", "job"), "jobs.schedule": said("定时任务", "schedule")}
