"""How the ledger's entries of the registers are called."""

from hengjian.core.wording import said

_ROWS = {
    "body": ("执法主体", "body"),
    "officer": ("执法人员", "officer"),
    "certificate": ("执法证件", "certificate"),
    "item": ("权责事项", "item"),
    "tier": ("裁量阶次", "tier of discretion"),
    "delegation": ("下放与委托", "delegation"),
}
_VERBS = {
    "entered": ("登记", "entered"),
    "amended": ("更改", "amended"),
    "ended": ("终止", "ended"),
}
KINDS = {
    f"{noun}.{verb}": said(f"{zh}{does}", f"{en} {did}")
    for noun, (zh, en) in _ROWS.items()
    for verb, (does, did) in _VERBS.items()
} | {
    "upload.compared": said("台账文件已比较", "register file compared"),
    "upload.confirmed": said("台账导入", "register imported"),
    "upload.discarded": said("台账导入已放弃", "import discarded"),
    "upload.undone": said("台账导入已撤销", "import undone"),
    "staffing.entered": said("编制登记", "staffing line entered"),
    "staffing.reversed": said("编制冲销", "staffing line reversed"),
    "post.filled": said("在编人员登记", "post filled"),
    "post.left": said("在编人员离任", "post left"),
    "city.founded": said("建立演示城市", "demo city founded"),
    "register.founded": said("建立演示台账", "demo register founded"),
}
NOUNS = {f"registry.{noun}": said(zh, en) for noun, (zh, en) in _ROWS.items()} | {
    "registry.upload": said("台账导入", "import of a register"),
    "registry.staffingentry": said("编制账目", "staffing line"),
    "registry.occupancy": said("在编人员", "occupied post"),
}
_EXERCISING = {
    "body": "subjects",
    "officer": "officers",
    "certificate": "officers",
    "item": "responsibility",
    "tier": "discretion",
    "delegation": "delegation",
}
POWERS = {f"{noun}.{verb}": power for noun, power in _EXERCISING.items() for verb in _VERBS}
"""Which power of supervision an entry exercises, where a supervisor made it."""
