"""The two main lines of the school, as what people do and what others then see."""

import re

from tests.e2e.cast import Cast, Seen, Step, Story, sees

REQUEST = """申请项目 机房改造
目的：更换二号机房老旧电脑
服务目标：未对应
预算：3.5万元
人力：2名技术员
时间：12月1日到12月31日
数据类别：不涉及数据
安全要求：按等保二级加固
验收指标：开机时间少于30秒；全年故障少于5次"""


def issue(cast: Cast) -> Story:
    """Report → claim → resolve → rate: the reporter on Telegram, the technician on WeCom."""
    li, wang = cast.li, cast.wang
    yield Step(
        lambda: li.sends("高二3班投影仪不亮,正在上课"),
        (Seen(wang, "投影仪", button="接单"), Seen(li, "报修已登记")),
    )
    code = _code(sees(li, "报修已登记").text, r"T-\d+")
    yield Step(lambda: wang.presses("接单"), (Seen(li, f"王师傅已接单：{code}"), Seen(wang, code, button="已解决")))
    yield Step(lambda: wang.presses("已解决"), (Seen(wang, "怎么解决的"),))
    yield Step(lambda: wang.sends("换了 HDMI 线"), (Seen(li, f"{code} 修好了吗", button="好了"),))
    yield Step(lambda: li.presses("好了"), (Seen(li, "几星", button="5 星"),))
    yield Step(lambda: li.presses("5 星"), (Seen(li, "谢谢"), Seen(wang, f"{code} 已关闭")))


def project(cast: Cast) -> Story:
    """Request → return → resubmit → approve: the applicant on WeCom, the CIO on Telegram."""
    sun, chen = cast.sun, cast.chen
    yield Step(lambda: sun.sends(REQUEST), (Seen(sun, "机房改造", button="提交"),))
    yield Step(lambda: sun.presses("提交"), (Seen(chen, "待你审批", button="退回"), Seen(sun, "P-20")))
    code = _code(sees(chen, "待你审批", button="退回").text, r"P-\d{4}-\d+")
    yield Step(lambda: chen.presses("退回"), (Seen(chen, "要改哪些地方", button="预算请附明细"),))
    yield Step(lambda: chen.presses("预算请附明细"), (Seen(sun, "退回", button="修改重报"),))
    yield Step(lambda: sun.presses("修改重报"), (Seen(sun, "退回时要求改：预算请附明细", button="提交"),))
    yield Step(lambda: sun.sends("预算:2.8万元"), (Seen(sun, "2.8万元", button="提交"),))
    yield Step(
        lambda: sun.presses("提交"), (Seen(chen, "3.5万元 → 2.8万元", button="同意"), Seen(sun, f"{code} 已重新提交"))
    )
    yield Step(lambda: chen.presses("同意"), (Seen(sun, "已批准"),))


def _code(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[0]
