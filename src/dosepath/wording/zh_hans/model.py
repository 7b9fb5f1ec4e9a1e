"""Simplified Chinese texts of designs that ask a dose-toxicity model."""

_NEAREST = (
    "水平{level}：{n}人中{dlt}例DLT。在可给予的水平中，模型估计水平{to}的DLT率为{rate}%，"
    "最接近目标{target}%："
)
_OBSERVED = (
    "水平{level}：{n}人中至今{dlt}例DLT，其中{pending}人仍在观察期内。在可给予的水平中，"
    "模型估计水平{to}的DLT率为{rate}%，最接近目标{target}%："
)
_UNFITTED = (
    "水平{level}：{n}人中{dlt}例DLT。须同时有发生和未发生DLT的参与者，模型才能拟合；在此之前，"
)
_BOUNDED = "水平{level}：{n}人中{dlt}例DLT。水平{to}过量的概率为{over}%，未超过上限{bound}%："
_UP = "升至水平{to}，入组{add}人。"
_STAY = "留在该水平，再入组{add}人。"
_DOWN = "降至水平{to}，入组{add}人。"
_ALL = "计划的{total}名参与者均已评估。最大耐受剂量为水平{level}（{n}人中{dlt}例DLT）"
_ENOUGH = "下一步应给予的水平已有足够人数。最大耐受剂量为水平{level}（{n}人中{dlt}例DLT）"
_NOW = "按目前数据，若现在结束递增，最大耐受剂量为水平{level}（{n}人中{dlt}例DLT）"
_BY_RATE = "：模型估计其DLT率为{rate}%，目标为{target}%。"
_BY_BOUND = "：其过量的概率为{over}%，未超过上限{bound}%。"
_BY_STEPS = "。结局全部相同，模型未曾拟合。"

SENTENCES: dict[str, str] = {
    "design.nearest_up": _NEAREST + _UP,
    "design.nearest_stay": _NEAREST + _STAY,
    "design.nearest_down": _NEAREST + _DOWN,
    "design.nearest_all_treated": _ALL + _BY_RATE,
    "design.nearest_enough": _ENOUGH + _BY_RATE,
    "design.nearest_selected": _NOW + _BY_RATE,
    "design.observed_up": _OBSERVED + _UP,
    "design.observed_stay": _OBSERVED + _STAY,
    "design.observed_down": _OBSERVED + _DOWN,
    "design.unfitted_up": _UNFITTED + _UP,
    "design.unfitted_stay": _UNFITTED + _STAY,
    "design.unfitted_down": _UNFITTED + _DOWN,
    "design.unfitted_all_treated": _ALL + _BY_STEPS,
    "design.unfitted_enough": _ENOUGH + _BY_STEPS,
    "design.unfitted_selected": _NOW + "。模型尚不能拟合。",
    "design.model_too_toxic": (
        "最低水平{level}：{n}人中{dlt}例DLT。其DLT率高于{limit}%的概率为{over}%，大于{cut}%："
        "试验停止，不推荐任何剂量。"
    ),
    "design.awaiting_last": "仍有{total}名参与者在观察期内；评估完成之前不再入组。",
    "design.bounded_up": _BOUNDED + _UP,
    "design.bounded_stay": _BOUNDED + _STAY,
    "design.bounded_down": _BOUNDED + _DOWN,
    "design.bounded_all_treated": _ALL + _BY_BOUND,
    "design.bounded_enough": _ENOUGH + _BY_BOUND,
    "design.bounded_selected": _NOW + _BY_BOUND,
    "design.bounded_none_allowed": (
        "最低水平{level}：{n}人中{dlt}例DLT。即使该水平，过量的概率也为{over}%，上限为{bound}%："
        "试验停止，不推荐任何剂量。"
    ),
    "design.warning.escalation_factor": (
        "剂量永远不能高于水平{level}：水平{to}的剂量超过其{factor}倍。"
    ),
}

LABELS: dict[str, str] = {
    "crm": "CRM",
    "tite_crm": "TITE-CRM",
    "ewoc": "EWOC",
    "blrm": "BLRM",
}
