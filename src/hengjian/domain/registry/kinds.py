"""How the entries of the registers are called."""

from hengjian.core.wording import said
from hengjian.domain.registry.registers import REGISTERS

KINDS = {
    "city.founded": said("建立演示城市", "demo city founded"),
    "register.founded": said("建立名册", "register founded"),
    "staffing.entered": said("登记编制", "staffing entered"),
    "staffing.reversed": said("冲销编制登记", "staffing entry reversed"),
    "post.filled": said("占用编制", "post filled"),
    "post.left": said("腾出编制", "post left"),
    "upload.compared": said("比对上传的名册", "upload compared"),
    "upload.confirmed": said("确认导入名册", "upload confirmed"),
    "upload.discarded": said("放弃上传的名册", "upload discarded"),
    "upload.undone": said("撤销导入", "import undone"),
}
NOUNS = {
    one.model._meta.label_lower: said(one.zh, one.en) for one in REGISTERS.values()
} | {
    "registry.upload": said("上传的名册", "upload"),
    "registry.supervisionbody": said("监督机关", "supervision body"),
    "registry.staffingentry": said("编制登记", "staffing entry"),
    "registry.occupancy": said("编制占用", "occupancy"),
}  # fmt: skip
