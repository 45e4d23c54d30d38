"""What document sites put around a text: notices, menus, comments, counters. And closings that are no rule."""

from __future__ import annotations

import re

# Each line says what it is about; a line of the page is dropped when one of them matches.
_NOTICE = re.compile(
    "|".join(  # noqa: FLY002 - one line per kind of notice reads best
        (
            r"VIP|会员|下载(?:本|此|该|次数|权益|免费|文档|后)|二次下载|付费|免费阅读|查看更多|展开全文|收起全文|阅读全文",
            r"文档(?:评论|贡献者|侵犯|下载|分享|大小|格式|为)|本文档(?:共|由|来源|仅供)|上传文档|网友上传|原创力|百度文库|道客巴巴",
            r"豆丁网?",
            r"该用户|实名认证|\d\*{3,}\d|^\+?\s*关注$|\+\s*关注|粉丝|点赞|收藏(?:本|此|$)|举报(?:电话|$)",
            r"侵权|版权(?:所有|申诉|登记|归)|copyright",
            r"您可能(?:关注|感兴趣|还)|猜你(?:喜欢|想看)|相关(?:文档|推荐|阅读|文章|资料)|热门(?:文档|推荐|文章|搜索)|(?:^|\s)[上下]一[篇页]",
            r"^(?:首页|登录|注册|搜索|打印|返回顶部|返回首页|分享到?|网站地图|联系我们|关于我们|用户协议|隐私政策|意见反馈)(?:\s|$|[|>»·])",
            r"当前位置\s*[:：]|^首页\s*[>»/]|责任编辑|^来源\s*[:：]|浏览(?:次数|量)|阅读(?:次数|量|数)|发布(?:者|人)\s*[:：]|字体\s*[:：]",
            r"ICP备|公网安备|技术支持\s*[:：].*(?:公司|科技)|扫(?:一扫|码)(?:关注|下载|二维码)?|微信公众号|客服(?:电话|热线|QQ|$)|在线客服",
            r"https?://\S+\s*$|^www\.|cookie|subscribe|log in to|all rights reserved|related documents|download (?:now|pdf)",
            r"^评论\s*[((]?\d*[))]?$|^(?:发表|全部|最新)评论|\d+人(?:已)?(?:阅读|下载|浏览)|^\d+\s*(?:页|次下载|人阅读)$|^¥|积分$|^更多$",
        )
    ),
    re.IGNORECASE,
)
_NUMBERED_RULE = re.compile(r"^(?:第[零〇一二三四五六七八九十百\d]+[章节条]|\d{1,2}\.\d{1,2})")
_CLOSING = re.compile(
    r"^(?:通过(?:上述|以上|本)|综上|总之|总而言之|总的来说|以上(?:就是|制度|内容|各)|上述制度|相信|让我们|(?:通过|随着)[^。]{0,20}(?:实施|执行|落实)"
    r"|in summary|in conclusion|with the above|\(?以下空白)"
    r"|^(?:[^。]{2,20}(?:学校|中学|小学|幼儿园|学院|办公室|领导小组))?\s*(?:\d{4}|[二〇零一三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]+\s*月(?:\s*[\d一二三四五六七八九十]+\s*日)?$",
    re.IGNORECASE,
)


def is_notice(line: str) -> bool:
    """Whether a line belongs to the site around the text, not to the text."""
    return not _NUMBERED_RULE.match(line) and bool(_NOTICE.search(line))


def is_closing(paragraph: str) -> bool:
    """Whether an unnumbered last paragraph sums up, or signs, and so rules nothing."""
    return bool(_CLOSING.match(paragraph.strip()))
