"""What is special about single articles of the demo: files that fail, and people who do not exist.

Numbers of persons hold their checksums, as real ones do, and can belong to nobody: born on the first day of 1900, with
a card and telephones of zeros.
"""

from __future__ import annotations

from demo.column import Attached, Piece

INTERPRETATIONS = "/zwgk/zcjd/"
REGULATIONS = "/zfxxgk/fdzdgknr/xzgfxwj/"

GONE = Piece(gone=True)

_FIGURES = Attached(name="主要指标.xlsx", paragraphs=("指标\t本期\t同比", "地区生产总值\t100.0\t5.0%"))
STATISTICS = (
    (0, Piece(attached=(_FIGURES, Attached(name="统计公报.pdf", gone=True)))),
    (1, Piece(attached=(Attached(name="月度数据.docx", page=True),))),
)
"""One file can be had, one is gone, one is a web page."""
STATISTICS_MENDED = (
    (0, Piece(attached=(_FIGURES, Attached(name="统计公报.pdf", paragraphs=("统计公报",))))),
    (1, Piece(attached=(Attached(name="月度数据.docx", paragraphs=("月度数据",)),))),
)

_SUBSIDIES = Attached(
    name="补贴发放花名册.xlsx",
    paragraphs=(
        "序号\t姓名\t身份证号\t银行卡号\t手机号码\t金额（元）",
        "1\t赵一一\t110101190001010014\t6200000000000000018\t19900000001\t600",
        "2\t钱二二\t110101190001010022\t6200000000000000018\t19900000002\t600",
    ),
)
SUBSIDIES = ((0, Piece(attached=(_SUBSIDIES,))),)
APPLICANT = ((-1, Piece(paragraphs=("经核实，申请人：孙三三，身份证号110101190001010014，符合发放条件。",))),)

EMPLOYED = (
    (
        0,
        Piece(
            paragraphs=("公示期间如有异议，请拨打区人力社保局办公电话010-00000000反映，联系人王主任。",),
            attached=(
                Attached(
                    name="拟录用人员名单.docx", paragraphs=("姓名\t身份证号\t岗位", "李四四\t110101********0014\t文员")
                ),
            ),
        ),
    ),
)
"""As it should be: masked, and an office's telephone."""

EXPLAINED = ((7, Piece(leads=((INTERPRETATIONS, 0),))), (9, Piece(leads=((INTERPRETATIONS, 2),))))
EXPLAINING = ((0, Piece(leads=((REGULATIONS, 7),))), (2, Piece(leads=((REGULATIONS, 9),))))
"""The interpretation between them leads nowhere, though its document stands on the site."""
