"""Simplified Chinese texts of the design theme: SENTENCES for reasons, LABELS for codes."""

SENTENCES: dict[str, str] = {
    "design.start": "从剂量水平{level}开始，入组{n}名参与者。",
    "design.titration_start": "加速滴定从剂量水平{level}开始，入组{n}名参与者。",
    "design.titration_up": (
        "水平{level}：{n}人中{dlt}例DLT；至今共{events}例计入的2级事件。滴定继续，水平{to}入组{add}人。"
    ),
    "design.titration_switch": (
        "水平{level}：{n}人中{dlt}例DLT。从水平{to}起按队列入组：在该水平入组{add}人。"
    ),
    "design.titration_top": (
        "滴定已到最高水平{level}，{n}人中{dlt}例DLT：在该水平再入组{add}人，之后按队列进行。"
    ),
    "design.titration_dlt": (
        "水平{level}：{n}人中{dlt}例DLT，滴定结束。在该水平再入组{add}人，之后按队列进行。"
    ),
    "design.titration_grade_2": (
        "计入的2级事件已达{events}例，滴定在水平{level}结束。在该水平再入组{add}人，之后按队列进行。"
    ),
    "design.rest_of_cohort": ("水平{level}的队列尚未完成（{n}人中{dlt}例DLT）：完成其余{add}人。"),
    "design.expand": "水平{level}：{n}人中{dlt}例DLT，在该水平再入组{add}人。",
    "design.escalate": "水平{level}：{n}人中{dlt}例DLT，升至水平{to}，入组{add}人。",
    "design.confirm": (
        "水平{level}：{n}人中{dlt}例DLT，且不能再升：再入组{add}人，使最大耐受剂量有{full}人的依据。"
    ),
    "design.de_escalate": (
        "水平{level}：{n}人中{dlt}例DLT，超过最大耐受剂量。降至水平{to}，再入组{add}人。"
    ),
    "design.enter_next": (
        "水平{level}已入组{entered}人，{n}人已评估，其中{dlt}例DLT：下一名参与者在该水平入组。"
    ),
    "design.hold": (
        "水平{level}已入组{entered}人，{n}人已评估，其中{dlt}例DLT：在{pending}项待定结果有更多明确之前，暂停入组。"
    ),
    "design.last_outcomes": "不再入组；待{pending}项待定结果明确后试验结束。",
    "design.expected_rate": (
        "水平{level}：已评估{n}人中{dlt}例DLT，另有{pending}人待评估；按其目前的随访，预计DLT率为{rate}%。"
        "在水平{to}入组{add}人。"
    ),
    "design.most_desirable": (
        "水平{level}：{n}人中{dlt}例DLT、{responses}例应答；在下一步可用的水平中，水平{to}最可取，入组{add}人。"
    ),
    "design.stay_nothing_below": (
        "水平{level}：{n}人中{dlt}例DLT、{responses}例应答；按规则应降低，但下方没有可用的水平。"
        "在该水平再入组{add}人。"
    ),
    "design.most_useful": (
        "在已试的水平中，水平{level}的平均效用最高（满分100中为{utility}），{n}人中{dlt}例DLT、"
        "{responses}例应答：在该水平入组{add}人。"
    ),
    "design.explore": (
        "已试的最高水平{level}：{n}人中{dlt}例DLT、{responses}例应答；探索水平{to}，入组{add}人。"
    ),
    "design.obd": (
        "已评估{total}人。最优生物剂量为水平{level}（{n}人中{dlt}例DLT、{responses}例应答）："
        "在可选的水平中其平均效用最高，满分100中为{utility}。"
    ),
    "design.obd_now": (
        "按目前的数据，最优生物剂量将为水平{level}（{n}人中{dlt}例DLT、{responses}例应答）："
        "在可选的水平中其平均效用最高，满分100中为{utility}。"
    ),
    "design.no_obd": "已评估{total}人，没有任何水平既足够安全又足够有效，无法确定最优生物剂量。",
    "design.combination_up": (
        "组合{level}：{n}人中{dlt}例DLT，升至组合{to}（第一种药水平{first}，第二种药水平{second}），"
        "入组{add}人。"
    ),
    "design.combination_down": (
        "组合{level}：{n}人中{dlt}例DLT，降至组合{to}（第一种药水平{first}，第二种药水平{second}），"
        "入组{add}人。"
    ),
    "design.de_escalate_mtd": (
        "水平{level}：{n}人中{dlt}例DLT，超过最大耐受剂量。最大耐受剂量为水平{mtd}（该水平已治疗{treated}人）。"
    ),
    "design.stop_mtd_below": (
        "水平{level}：{n}人中{dlt}例DLT，停止递增。最大耐受剂量为水平{mtd}（该水平已治疗{treated}人）。"
    ),
    "design.mtd_below": (
        "水平{level}：{n}人中{dlt}例DLT，且上一水平超过最大耐受剂量：水平{level}为最大耐受剂量。"
    ),
    "design.mtd_below_accepted": (
        "上一水平超过最大耐受剂量；水平{level}以{n}人中{dlt}例DLT被接受为最大耐受剂量。"
    ),
    "design.mtd_top": ("最高水平{level}：{n}人中{dlt}例DLT，为所研究剂量中的最大耐受剂量。"),
    "design.mtd_top_accepted": (
        "最高水平{level}：{n}人中{dlt}例DLT，被接受为所研究剂量中的最大耐受剂量。"
    ),
    "design.mtd_declared": ("水平{level}：{n}人中{dlt}例DLT，按规则该水平即为最大耐受剂量。"),
    "design.no_mtd": "最低水平{level}：{n}人中{dlt}例DLT，所研究的剂量均不可耐受。",
    "design.no_mtd_untried": (
        "水平{level}：{n}人中{dlt}例DLT，停止递增。水平{below}无人接受治疗，无法确定最大耐受剂量。"
    ),
    "design.awaiting_outcomes": (
        "{total}名参与者已给药但尚未评估，其中{n}名在水平{level}；其结果可能改变下一步。"
    ),
    "design.pending": "水平{level}有{n}名参与者尚未评估。",
    "design.unforeseen": ("规则未涵盖水平{level}中{n}人{dlt}例DLT的情况：须由委员会决定。"),
    "design.warning.no_titration": ("没有任何水平进行滴定：转换水平{switch_level}不高于起始水平。"),
    "design.warning.trigger_never_fires": (
        "2级事件触发条件永远不起作用：需要{threshold}例计入的事件，而在滴定本可继续的"
        "{titration_levels}个水平上最多只能观察到{most}例。"
    ),
    "plan.exact": "该设计有{states}个状态；逐一追踪所有进程，不作模拟。",
    "plan.exact_if_complete": (
        "该设计在参与者仍处观察期时即作决定。所追踪的{states}个状态属于等待每个观察窗完成的试验。"
    ),
    "plan.too_many": "该设计的状态超过{limit}个，无法逐一追踪：以模拟试验代之。",
    "plan.too_many_about": ("该设计约有{estimate}个状态，超过可追踪的{limit}个：以模拟试验代之。"),
    "plan.pending": "该设计在参与者仍处观察期时即作决定，其结果取决于时间：以模拟试验代之。",
    "design.no_selection": "该规则未说明此时会推荐什么剂量。",
    # 附加规则
    "design.not_skipped": "水平{wanted}会跳过尚无人试过的水平：改为在水平{level}治疗。",
    "design.cap_shortens": "距人数上限{cap}人只剩{add}人：在水平{level}治疗{add}人。",
    "design.cap_mtd": ("上限{cap}人中已治疗{total}人，无法再容纳一个队列。推荐水平{level}。"),
    "design.cap_no_mtd": ("上限{cap}人中已治疗{total}人，无法再容纳一个队列。不推荐任何水平。"),
    "design.enough_at_recommended": (
        "此时会推荐水平{level}，该水平已评估{n}人，达到所需的{enough}人：停止递增。"
    ),
    "design.more_at_mtd": (
        "水平{level}目前为最大耐受剂量（{n}人中{dlt}例DLT）：在该水平再治疗{add}人。"
    ),
    "design.mtd_with_more": (
        "水平{level}：{n}人中{dlt}例DLT，该水平治疗人数已足够：为最大耐受剂量。"
    ),
    "design.too_toxic": (
        "水平{level}：{n}人中{dlt}例DLT，很可能毒性过高。试验停止，不推荐任何剂量。"
    ),
    "design.passed_by": (
        "{n}人中{dlt}例DLT：递增。水平{passed}仅供降低剂量时使用，因此在水平{to}治疗{add}人。"
    ),
    "law.levels": "所指的剂量都在{limit}个水平之内。",
    "law.one_decision": "每一种观察结果（包括未完成的队列）都恰有一个答案。",
    "law.no_skipping": "递增时不跳过未试的水平。",
    "law.no_escalation": "任一水平出现{limit}例或更多DLT后，不在其上方治疗任何人。",
    "law.level_limit": "任一水平的参与者不超过{limit}人。",
    "law.cap": "试验总人数绝不超过{limit}人。",
    "law.mtd_treated": "最大耐受剂量总是有人接受过治疗的水平。",
    "law.obd_treated": "最佳生物剂量总是有人接受过治疗的水平。",
    "law.ends": "试验的每一种进程都会结束。",
    "law.more_dlts": "治疗人数相同时，更多的DLT不会导致更高的剂量。",
    "law.unstated.no_skipping": "递增时不跳过未试的水平。",
    "law.unstated.no_escalation": "任一水平出现若干例DLT后，不在其上方治疗任何人。",
    "law.unstated.level_limit": "任一水平的参与者不超过若干人。",
    "law.unstated.cap": "试验总人数不超过若干人。",
    "law.why.skips": "该设计可有意跳过水平（{by}）",
    "law.why.target": "该设计以目标DLT发生率为准；可用--dlt-limit给出数字",
    "law.why.table": "决策表可遵循任何规则；可用--dlt-limit给出数字",
    "law.why.no_number": "该设计未给出此数字；可用{option}给出",
    # Designs that step by a table (BOIN and its like)
    "design.stay": "水平{level}：{n}人中{dlt}例DLT，停留在该水平，再入组{add}人。",
    "design.stay_top": "最高水平{level}：{n}人中{dlt}例DLT，规则本应上升。在该水平再入组{add}人。",
    "design.stay_below_eliminated": (
        "水平{level}：{n}人中{dlt}例DLT，规则本应上升，但上一水平因毒性过高已关闭。在水平{level}再入组{add}人。"
    ),
    "design.stay_lowest": (
        "最低水平{level}：{n}人中{dlt}例DLT，规则本应下降。在该水平再入组{add}人。"
    ),
    "design.go_down": "水平{level}：{n}人中{dlt}例DLT，降至水平{to}，入组{add}人。",
    "design.eliminated": (
        "水平{level}：{n}人中{dlt}例DLT，该水平及以上各水平因毒性过高关闭。在水平{to}继续，入组{add}人。"
    ),
    "design.lowest_eliminated": (
        "最低水平{level}：{n}人中{dlt}例DLT，毒性过高，递增结束，无最大耐受剂量。"
    ),
    "design.all_treated": (
        "计划的{total}名参与者均已评估。最大耐受剂量为水平{level}（{n}人中{dlt}例DLT）：其保序回归DLT率{rate}%最接近目标{target}%。"
    ),
    "design.all_treated_no_mtd": "计划的{total}名参与者均已评估。没有任何水平可选为最大耐受剂量。",
    "design.enough_at_level": (
        "已有一个水平达到所需人数。最大耐受剂量为水平{level}（{n}人中{dlt}例DLT）：其保序回归DLT率{rate}%最接近目标{target}%。"
    ),
    "design.enough_at_level_no_mtd": (
        "已有一个水平达到所需人数，共评估{total}人。没有任何水平可选为最大耐受剂量。"
    ),
    "design.selected": (
        "按目前数据，最大耐受剂量为水平{level}（{n}人中{dlt}例DLT）：其保序回归DLT率{rate}%最接近目标{target}%。"
    ),
    "design.selected_no_mtd": "按目前已评估的{total}人的数据，没有任何水平可选为最大耐受剂量。",
    "design.warning.cells_out_of_reach": (
        "决策表中有{number}个单元格在试验中永远不会出现：{cells}。"
    ),
    "design.warning.stop_at_level_n_out_of_reach": (
        "按一个水平达到{limit}人而停止永远不会发生：全试验至多{max_n}人。"
    ),
}

LABELS: dict[str, str] = {
    "three_plus_three": "3+3",
    "boin": "BOIN",
    "i3plus3": "i3+3",
    "mtpi": "mTPI",
    "mtpi_2": "mTPI-2",
    "keyboard": "键盘设计（keyboard）",
    "tpi": "TPI",
    "boin_titration": "BOIN加速滴定",
    "decision_table": "决策表",
    "accelerated_titration": "加速滴定",
    "rolling_six": "滚动六人设计",
    "tite_boin": "TITE-BOIN",
    "boin12": "BOIN12",
    "u_boin": "U-BOIN",
    "bf_boin": "BF-BOIN",
    "two_agent_boin": "两药BOIN",
    "no_skipping": "不跳过水平",
    "cap_on_n": "人数上限",
    "stop_at_recommended": "推荐水平人数足够时停止",
    "demand_at_mtd": "最大耐受剂量处须有足够人数",
    "expansion": "在最大耐受剂量处扩展",
    "too_toxic": "最低水平毒性过高时停止",
    "conditional_levels": "仅供降低剂量时使用的水平",
    "stage.titration": "加速滴定",
    "stage.escalation": "队列",
    "six_at_mtd.always": "最大耐受剂量处总需6人",
    "six_at_mtd.after_de_escalation": "降低剂量后最大耐受剂量处需6人",
    "six_at_mtd.never": "最大耐受剂量处3人即可",
}
