"""The words that people read when a document is imported or a question is answered: Chinese, English."""

from __future__ import annotations

Pair = tuple[str, str]

# --- importing -------------------------------------------------------------------------------------------
EMPTY: Pair = (
    "这个文件是空的。请打开原文件确认里面有文字，另存后再导入一次。",
    "This file is empty. Open the original, make sure it has text, save it again and import it once more.",
)
TOO_LARGE: Pair = (
    "文件超过 30 MB。请只保留制度正文（去掉图片和附件）后再导入。",
    "The file is larger than 30 MB. Keep only the text of the charter (no pictures, no attachments) and import it again.",
)
NOT_TEXT: Pair = (
    "这不是可以读取的文字文件。请改用 .txt、.md、.docx 或 .pdf。",
    "This is not a file with readable text. Please use .txt, .md, .docx or .pdf.",
)
OLD_WORD: Pair = (
    "这是旧版 Word(.doc)或 WPS 文件。请用 Word 或 WPS 打开，另存为 .docx 后再导入。",
    "This is an old Word (.doc) or WPS file. Open it in Word or WPS, save it as .docx and import that.",
)
NOT_WORD: Pair = (
    "这个 .docx 打不开，可能已损坏，或者其实是别的文件。请用 Word 打开并另存为 .docx，再导入。",
    "This .docx cannot be opened: it is damaged or something else. Open it in Word, save it as .docx and import that.",
)
ENCRYPTED: Pair = (
    "这个 PDF 有密码。请先去掉密码（另存为不加密的 PDF），再导入。",
    "This PDF has a password. Remove it (save a copy without encryption) and import that.",
)
BROKEN_PDF: Pair = (
    "这个 PDF 打不开，可能已损坏。请用阅读器打开并重新导出，或改用 .docx、.txt。",
    "This PDF cannot be opened; it may be damaged. Export it again from a reader, or use .docx or .txt.",
)
SCANNED: Pair = (
    "这个 PDF 只有图片，没有文字（多半是扫描件）。请先做文字识别(OCR)，或导入原来的 Word 文件。",
    "This PDF has pictures but no text (most likely a scan). Run OCR first, or import the original Word file.",
)
NO_CLAUSES: Pair = (
    "没有读到任何条文。请确认选对了文件，而且正文不是图片。",
    "No clause was found. Make sure it is the right file and that the text is not a picture.",
)
MISSING: Pair = (
    "找不到这个文件。请检查路径和文件名。",
    "This file does not exist. Please check the path and the name.",
)

# --- answering -------------------------------------------------------------------------------------------
CHARTER: Pair = ("原文", "Charter")
INTERPRETATION: Pair = ("释义", "Interpretation")
RULE: Pair = ("细则", "Implementing rule")
EFFECTIVE: Pair = ("自 {date} 起施行", "in force since {date}")
COMING: Pair = ("（尚未生效，自 {date} 起施行）", "(not yet in force; from {date})")
TO_REVIEW: Pair = (
    "注意：它所依据的条文后来改了，是否仍然适用正待复核。",
    "Note: its clause has been changed since; whether it still holds is under review.",
)
SPANS: Pair = ("原文 · {heading}（共 {n} 条）", "Charter · {heading} ({n} clauses)")
MORE: Pair = ("另有 {ids}，点“看原文”查看。", "See also {ids} in the full text.")
RELATED: Pair = ("相关：{ids}", "Related: {ids}")
IN_SHORT: Pair = ("大意：{gloss}", "In short: {gloss}")
UNSETTLED: Pair = ("制度没有规定这一点。", "The charter does not settle this.")
UNSETTLED_KIND: Pair = ("制度没有规定{kind}。", "The charter does not state {kind}.")
NO_SUCH_CLAUSE: Pair = ("制度里没有 {id} 这一条。", "The charter has no clause {id}.")
NEAREST: Pair = ("最接近的是 {label}:", "The nearest is {label}:")
ASK_GROUP: Pair = ("需要定论的话，点“请领导小组解释”。", "For a ruling, press “Ask the leading group”.")
OFF_TOPIC: Pair = (
    "这个问题不在制度的范围里，我答不了。可以问我报修、项目审批、信息安全、培训、意见反馈这些事。",
    "That is not something the charter deals with. Ask me about support, project approval, security, training or feedback.",
)
NO_QUESTION: Pair = (
    "没看懂您想问什么。换一句话问问看，例如“买软件要谁批？”",
    "I could not find a question in that. Try, for example: “Who approves new software?”",
)
