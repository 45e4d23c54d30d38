"""How a question about duties sounds, and what sounds like one and is none. Patterns for `handlers.regulation`.

They see a sentence made plain: simplified, half-width, lower case.
"""

import re

_SUBJECT = r"(?:我们|学校|老师|教师|教职工|职工|员工|部门|处室|教研组|科室|学生|家长|cio|领导小组|团队|小组)"
_MODAL = r"(?:要|得|须|必须|应该?|应当|算)"
DUTY = re.compile(
    r"需不需要|要不要(?!我|你|帮|给|把)|用不用(?!我|你)|该不该|应不应该|是否(?:需要|必须|应该|应当)"
    r"|(?:需要?|必须|应该|应当|一定要)[^我你]{2,16}[吗么]|(?:后|前|时|都|也|还)(?:要|得)[^我你]{2,12}[吗么]"
    r"|(?:由|归|该|让|向)谁|谁(?:来|去)?(?:负责|决定|审批|审核|组织|进行|牵头|开展|判断|承担|制定|统筹|监督|考核)"
    r"|(?:要求|规定|目的|原则|流程|标准|职责|责任|义务|处罚)(?:都|具体)?(?:是|有|包括)(?:些)?(?:什么|哪|谁)"
    r"|(?:的|有(?:什么|哪些))(?:要求|规定|目的|职责|责任|义务|处罚)[?吗呢]?$"
    rf"|{_SUBJECT}.{{0,3}}的?(?:职责|责任|义务|任务)(?:都)?(?:是|有|包括)"
    r"|(?:怎么|如何)(?:分类|分级|归档|保护|备份|规定|处罚|考核)"
    r"|(?:会|要)(?:扣|罚|处罚|处分)(?:多少|什么|几|吗)"
    r"|搞不搞|办不办|罚不罚|会不会(?:定期|定时|组织|处罚|扣)|有没有(?:规定|要求|奖励|处罚|制度|机制)"
    r"|^(?:学生|家长|教职工|员工|各部门|各处室)(?:能不能|可不可以|能否|可以|要不要|需要)"
    r"|(?:能|可以)(?:不能)?(?:随便|私自|用个人|直接)|^(?:是否|可否|能否)?可以(?:用|不)[^我你]{2,14}[吗么]"
    r"|\b(?:are|is) (?:we|staff|teachers|schools?|departments|everyone|it|there)\b.{0,30}"
    r"\b(?:required|obliged|expected|allowed|permitted|supposed|mandatory|compulsory)\b"
    r"|\bis there (?:any|a|an)\b.{0,30}\b(?:rule|requirement|regulation|mechanism|procedure|classification)"
    r"|^(?:can|may|should|must|does?) (?:students|pupils|parents|staff|teachers|departments|everyone|the school)\b"
    r"|\b(?:where|how|when|what) (?:should|must|do|does|can) (?:students|pupils|parents|staff|teachers|departments|the school)\b"
    r"|\bwhich (?:team|department|role|person)\b"
    r"|\bwho (?:is responsible for|decides|prepares|approves)\b|\bwhat (?:are|is) the (?:rules?|requirements?|duties|purpose)\b",
    re.IGNORECASE,
)
# The same as it is spoken: 要…不, 哪个管, 走啥手续, 有渠道没, 家长能…吗.
_WHO_ELSE = r"(?:谁|哪个(?:部门|单位|处室|科室|领导|人)?|哪位(?:领导|老师)?)"
_ASKED = r"(?:吗|(?<!什)么|不|没|没有|否|伐|啵|噶|嘛)"
SPOKEN = re.compile(
    rf"(?:要|得|须|需要?|必须|应该?|应当|用得着|还用|该)(?!是|不得|么)[^我你]{{1,18}}{_ASKED}[,?]*$|学校[^我你]{{0,3}}管不管"
    rf"|{_WHO_ELSE}(?:来|去|给|能|可以|应该?|总|在)?[^我你,]{{0,4}}(?:管|(?<!报)修|负责|批|审|拟|教|牵头|评价|把关|参谋|指路|统筹|统起来|说了算|判断|总抓|分析|提供|给[^我你]{{0,4}}(?:建议|意见|指导))(?!的$|了|好|完|[^,]{{0,2}}最)"
    r"|(?:走|按|有|照)(?:些)?(?:什么|啥|哪些|哪个|怎样的)(?:手续|流程|程序|规矩|说法|讲究|套路|渠道|机制|路子)"
    rf"|(?:有|有没有|有无)[^我你,]{{0,8}}(?:规定|规矩|说法|要求|渠道|补贴|奖励|机制|制度|标准|手续|必要|预案){_ASKED}?[?]*$"
    r"|(?<!该)(?<!能)(?:干|做|管|负责)(?:嘛|什么|啥|哪些)的?[?]?$|有(?:什么|啥)关系|在哪(?:一)?(?:步|条|章|个阶段|里写)"
    r"|(?:什么时候|啥时候|几时|何时|哪天|从哪天)(?:起|开始)?(?:生效|起效|算数|施行|实施|执行|算起)"
    r"|(?:需要?|应当?|应该|必须|要)(?:准备|开展|提交|填写?|交|做|写|遵守|注意)(?:什么|哪些|啥|何种)"
    r"|(?:怎么|如何|咋个?|怎样)(?:配|定|处置|安排|配置|分配|管理?|审批?|批|评估?|评价|制定|保障|落实|监督|统筹|规定|算数|改|整改|调整)(?:的)?[?]?$"
    r"|能(?:不能)?(?:发|传|外传|公开|公布|转发|带|拍|装)[^我你了]{1,14}[吗不]"
    r"|(?:往|朝|上|到|去|在|从)哪(?:里|儿|达|块|个渠道)?(?:提|说|讲|反映|投诉|报)"
    rf"|(?:^|,){_SUBJECT}[^我你,]{{0,6}}(?:能|可以|可不可以|能不能|有权|许|准|好)[^我你]{{1,14}}{_ASKED}[?]*$"
    rf"|(?:跟|向|找|对){_WHO_ELSE}(?:去)?(?:反映|反馈|说|提|讲|申请|汇报)|也?(?:受|归|属于|适用)[^我你]{{1,8}}(?:吗|不)[?]*$"
    r"|(?:制度|章程|规定|条文)(?:里|中|上|头)?[^我你,]{0,6}(?:怎么|咋|如何)(?:说|写|讲|规定)|算不算[^我你]{0,6}(?:学分|学时|工作量|加班|在内|在里)"
    r"|(?:填|交|用|写)(?:什么|啥|哪(?:张|份|个|些))(?:样的)?(?:表|材料|单子|格式)"
    r"|\b(?:can|may|must|should|do|does) (?:i|we|(?:my|our) (?:department|school|class|students|team|office))\b"
    r"(?=.*\b(?:own|without|need|allowed|permission|approval|backed?|by ourselves)\b)"
    r"|\bwhat happens (?:after|once|when|to)\b|\bwhich (?:laws?|national|polic\w+|people|staff|rules?)\b"
    r"|^(?:is|are) (?:all |the |our )?(?:\w+ ){1,3}"
    r"(?:regularly|periodically|routinely|classified|mandatory|compulsory|required|reviewed|given)\b"
    r"|^who (?!is|has|was|does|did)\w+s\b"
    r"|^(?:is|are) there (?:any |a |an )?(?:\w+ ){0,2}(?:rules?|requirements?|regulations?|procedures?|plans?)\b"
    r"|^does the (?:cio|school|team|group|principal)\b",
    re.IGNORECASE,
)
# The end of a sentence that asks, whatever was wished for before it.
DUTY_OR_WHO = re.compile(
    rf"(?:要|得|须|需要?|必须|应该?|用)[^我你帮]{{1,10}}{_ASKED}[?]*$|(?:找|跟|向|由|归|该|要|得){_WHO_ELSE}"
    rf"|^[^我你]{{0,8}}{_WHO_ELSE}(?:来|去|能|可以)?(?:判断|批|审|管|把关|负责|定|决定)"
    r"|(?:走|按|有)(?:什么|啥|哪些)(?:手续|流程|程序|规定|要求)"
)
MEASURE = re.compile(
    rf"{_MODAL}[^我你]{{0,4}}(?:几|多少)(?:个)?(?:小时|天|次|分|学时|遍|回)|几[个种]?(?:等级|级别|类别)"
    r"|(?:要|需要|最多|最少|至少|应当?)[^我你]{0,3}(?:多少|多长时间|多久)|几个?(?:天|周|月|年|学期)[^我你]{1,6}一[次回]"
    r"|(?:分成?|分为|划分)(?:为|成)?哪?(?:几|多少)[种个类级]"
    rf"|多少分.{{0,2}}(?:合格|及格|优秀)|(?:上限|下限|周期|频率|次数)(?:是|为|有)?(?:多少|多久|多长|什么|每|几)"
    r"|最(?:少|多|短|长|低|高)(?:要|得)?(?:几|多少)|(?:放|存)(?:在|到)?(?:几|哪)|几个人?[^我你了]{0,4}才|多(?:大|严重|少)(?:才|就)?算"
    r"|(?:寒假|暑假|放假|周末|节假日|晚上|假期)(?:期间)?[^我你]{0,6}(?:有|能|可以)[^我你]{1,8}吗"
    r"|\bhow (?:many|much|often|long|soon)\b.*\b(?:needed|required|allowed|must|should|have to)\b"
    r"|(?:几|多少)个?(?:分钟|小时|工作日|天|周|月)(?:之?内|以内)|(?:几|多少)个?(?:学时|学分|课时|工作[日天])"
    r"|每(?:天|周|月|季度|学期|学年|年)[^我你]{0,4}还是|(?:保存|保留|存放?|留)[^我你了]{0,3}(?:几|多少|多久|多长)|(?:放|存|留|备)几份"
    r"|(?:一年|一学期|每年|每学期)[^我你了]{0,4}(?:多少|几)|(?<!什)(?:有|由)哪?几个人|什么时候(?:注销|停用|收回|销毁|公布|交)"
    rf"|(?<!我的)(?<!报修)多久(?:能|有|回|要|内|必须|一次|得|应)"
)  # fmt: skip
WISH = re.compile(
    r"^(?:请|帮|麻烦|劳驾|给我|把|我要|我想|我来|想|提醒|通知|告诉|发(?!现|生)|安排|登记|新建|新增|记|反馈(?!机制|渠道|多久|后|之后|[^,]{0,4}谁)|建议|投诉|查|看|列|改"
    r"|please|i want|i would like|could you|can you|remind|tell|show|list|book|send)|[:：\n]|帮我|给我|替我"
    r"|[想请]请?领导小组|(?:出|给)个(?:说法|释义|解释)"
)
INSTANCE = re.compile(
    r"昨|今天|今晚|今早|明天|后天|刚|最近|上(?:个|周|月|次|学期|学年)|下(?:个|周|月|次|学期)|本(?:周|月|学期|次)|[这那](?:个(?!制度|章程|规定|文件|有[什啥])|次|条(?!规定)|件|批|周|月|台|份(?!制度|文件)|项(?!制度|规定))"
    r"|我的|还(?:有|没)|已经|\b(?:yesterday|today|tonight|tomorrow|last|next|latest|now)\b"
    r"|\b(?:this|my) (?!own\b|department|school|class|students|team|office|polic|charter|rule|based|apply|cover)",
    re.IGNORECASE,
)  # fmt: skip
WONDERS = re.compile(
    r"[?]|[吗么呢]$|[^,]{2}[不没]$|(\w)不\1|什么|啥|多少|谁|多久|哪|咋|怎么|怎样|如何|几[个次天级类份]|有没有|是否|能否|何时"
    r"|^(?:who|what|which|when|where|how|do|does|is|are|can|may|should|must)\b"
)
# How things stand, and not how they have to be.
STANDS = re.compile(
    r"我|了|没(?:有)?(?:参加|来|签|备|做|交|完)|完成|正常|失败|异常|情况|进展|进度|结果|今年|去年|目前|现在|平均|一共|总共|率|最|剩|空闲|名单|周[一二三四五六日]|\d[号点日]"
    r"|\b(?:any|met|behind|going|track|left|failed|status|absent|attended|free|signed)\b"
)
WHO = re.compile(r"谁|哪位|\bwho\b", re.IGNORECASE)
# A fault, and who is asked to mend it, but not where: 投影仪歇菜了寻哪个修.
WHOM = re.compile(
    r"(?:找|寻|喊|叫|跟|向|由|归|问|该)(?:谁|哪个|哪位|哪里)[^我你,]{0,5}[?]?$|(?:谁|哪个)(?:来|给|能|会)?(?:管|修|处理|看看?|弄|负责|解决)(?:[?,]|$)"
    r"|\bwho (?:can|should|do|does|will|fixes|repairs)\b"
)
HAPPENED = re.compile(
    r"了(?!解|多久|谁|会)|坏|歇|正在|一直|老是|收到|点开|丢|没反应|不(?:亮|动|出|通|行|能用|显示|灵)|(?:打|开|登|连|用|上)不|转圈|卡|花屏|蓝屏|乱码"
    r"|\b(?:broken|won't|doesn't|isn't|not working|dead|down|clicked|received|stuck|frozen)\b"
)
STATE = re.compile(r"正常|成功|失败|完成|异常|好了|\bok\b|working", re.IGNORECASE)
