"""A rule such as a bureau writes itself: fines from a thousand yuan on are looked at one by one."""

from hengjian.rules.custom import Definition

FINES = Definition(
    id="Z001",
    subject="case",
    title="大额罚款",
    statement="罚款一千元以上的，逐案核查。",
    applies="案件类型 = 行政处罚",
    breaks="罚款 ≥ 1000",
    right="逐案核查。",
    own_basis="本局《执法监督要点》第一条",
)
