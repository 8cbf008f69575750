"""Why a row is shown, in words: what each reason code of the policy says to whoever asks."""

from hengjian.core.wording import said, say

_WHY = {
    "general_section": said(
        "综合科统筹本级和下级的全部执法监督事项",
        "The general section oversees all matters of this tier and below",
    ),
    "direct_section": said(
        "市直科监督本级部门", "The section for municipal bodies supervises bodies of this tier"
    ),
    "county_section": said(
        "县区科监督各县（市、区）", "The section for counties supervises the divisions below"
    ),
    "bureau": said(
        "司法局监督本行政区域内的行政执法", "The bureau supervises enforcement in its division"
    ),
    "department": said(
        "部门法制机构监督本部门和所属单位",
        "A department's legal section supervises the department and its units",
    ),
    "own_body": said("您在本单位任职", "You hold a post in this body"),
    "township": said(
        "本乡镇（街道）范围内的监督协助工作", "You assist supervision within this township"
    ),
    "contact_point": said("您是这个联系点的人员", "You belong to this contact point"),
    "leader": said("您分管或者领导本地区、本单位", "You lead this division or department"),
    "administrator": said(
        "管理员查看人员和岗位，不含业务", "Administrators see persons and posts, no business"
    ),
    "holds": said("您的单位正在办理", "Your bureau handles it"),
    "joint": said("您的单位参加协同监督", "Your bureau works on it jointly"),
    "assigned": said(
        "综合科已指定由您所在科室办理", "The general section assigned it to your section"
    ),
}


def why_words(code: str) -> str:
    """The reason in the reader's language; an unknown code is a fault and says so."""
    try:
        return str(_WHY[code])
    except KeyError:
        return say(f"未说明的理由（{code}）", f"a reason without words ({code})")
