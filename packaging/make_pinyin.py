"""Make ``resources/pinyin/readings.txt`` from the dev package ``pypinyin`` and the exceptions written here.

The exceptions are those of names: of places, firms and people. A phrase that reads as its characters do
is left out of the file.
"""

from collections import defaultdict
from pathlib import Path

import pypinyin
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).parents[1] / "resources" / "pinyin" / "readings.txt"
FIRST, LAST, ZERO = 0x4E00, 0x9FFF, 0x3007  # the basic CJK block, and 〇

#: The reading that is usual in names, where pypinyin gives another one first.
ORDINARY = """
长 chang|佛 fo|似 si|都 du|翟 zhai|晟 sheng|泊 bo|勒 le|琢 zhuo|缪 miao|栅 zha|靓 liang|茄 qie|漯 luo
囤 tun|豉 chi|掺 chan|喔 wo|辗 zhan|铤 ting|龈 yin|潦 liao|伺 si|什 shi|卜 bu|俟 si|弹 tan|莘 xin|圳 zhen
地 di|着 zhuo|钥 yao
"""

#: What the character is called as a family name; both readings are found.
SURNAMES = """
单 shan|仇 qiu|曾 zeng|区 ou|解 xie|查 zha|朴 piao|翟 di|缪 mou|盖 ge|秘 bi|种 chong|覃 qin|隗 wei|员 yun
宓 fu|牟 mu|能 nai|召 shao|句 gou|洗 xian|繁 po|祭 zhai|乐 yue|折 she|黑 he|尉 yu|郗 chi|谌 shen|薄 bo
郇 xun|郄 xi|阚 kan
"""

PHRASES = """
重庆 chong qing|重阳 chong yang|重光 chong guang|重生 chong sheng|重新 chong xin|双重 shuang chong
长沙 chang sha|长子县 zhang zi xian|长孙 zhang sun|成长 cheng zhang|增长 zeng zhang|生长 sheng zhang
家长 jia zhang|校长 xiao zhang|厦门 xia men|厦工 xia gong|厦航 xia hang|华厦 hua xia|鹭厦 lu xia
六安 lu an|六合 lu he|台州 tai zhou|铅山 yan shan|蚌埠 beng bu|番禺 pan yu|大埔 da bu|吴堡 wu bu
东莞 dong guan|莞城 guan cheng|浚县 xun xian|乐清 yue qing|乐亭 lao ting|单县 shan xian|单于 chan yu
朝阳 chao yang|朝晖 zhao hui|朝霞 zhao xia|涡阳 guo yang|枞阳 zong yang|歙县 she xian|黟县 yi xian
尉犁 yu li|尉迟 yu chi|万俟 mo qi|东阿 dong e|阿胶 e jiao|莘县 shen xian|荥阳 xing yang|荥经 ying jing
渑池 mian chi|泌阳 bi yang|郏县 jia xian|繁峙 fan shi|解州 xie zhou|解县 xie xian|什邡 shi fang
犍为 qian wei|郫都 pi du|邛崃 qiong lai|甪直 lu zhi|浒墅关 xu shu guan|浒关 xu guan|盱眙 xu yi
黄陂 huang pi|郧县 yun xian|秭归 zi gui|浠水 xi shui|耒阳 lei yang|郴州 chen zhou|汨罗 mi luo
喀什 ka shi|龟兹 qiu ci|都匀 du yun|井陉 jing xing|蔚县 yu xian|蠡县 li xian|藁城 gao cheng|宿迁 su qian
鄱阳 po yang|婺源 wu yuan|弋阳 yi yang|洪洞 hong tong|隰县 xi xian|临朐 lin qu|郯城 tan cheng|莒县 ju xian
鄄城 juan cheng|茌平 chi ping|曲阜 qu fu|兖州 yan zhou|亳州 bo zhou|濮阳 pu yang|武陟 wu zhi|柘城 zhe cheng
中牟 zhong mu|牟平 mu ping|牟定 mou ding|大城县 dai cheng xian|会稽 kuai ji|会计 kuai ji|筠连 jun lian
百色 bo se|珲春 hun chun|桦甸 hua dian|穆棱 mu ling|磐石 pan shi|虎林 hu lin|尼勒克 ni le ke|若羌 ruo qiang
西藏 xi zang|青藏 qing zang|川藏 chuan zang|藏族 zang zu|藏药 zang yao|藏医 zang yi|藏香 zang xiang
藏红花 zang hong hua|藏毯 zang tan|藏式 zang shi|秘鲁 bi lu|柏林 bo lin|首都 shou du
银行 yin hang|商行 shang hang|行业 hang ye|行情 hang qing|分行 fen hang|支行 zhi hang|总行 zong hang
农行 nong hang|工行 gong hang|建行 jian hang|中行 zhong hang|交行 jiao hang|招行 zhao hang|央行 yang hang
洋行 yang hang|车行 che hang|粮行 liang hang|药行 yao hang|茶行 cha hang|布行 bu hang|鱼行 yu hang
木行 mu hang|花行 hua hang|金行 jin hang|材行 cai hang|器行 qi hang|具行 ju hang|料行 liao hang|油行 you hang
酒行 jiu hang|货行 huo hang|纸行 zhi hang|表行 biao hang|宝行 bao hang|卖行 mai hang|当行 dang hang
易行 yi hang|品行 pin hang|件行 jian hang|机行 ji hang|胶行 jiao hang|烟行 yan hang|皮行 pi hang
米行 mi hang|瓷行 ci hang|砖行 zhuan hang|电行 dian hang|同行 tong hang|内行 nei hang
音乐 yin yue|乐器 yue qi|乐团 yue tuan|乐队 yue dui|乐章 yue zhang|乐府 yue fu|声乐 sheng yue
空调 kong tiao|调味 tiao wei|调料 tiao liao|调和 tiao he|调节 tiao jie|调理 tiao li|调色 tiao se
调整 tiao zheng|调光 tiao guang|调剂 tiao ji|协调 xie tiao|人参 ren shen|海参 hai shen|参茸 shen rong
洋参 yang shen|党参 dang shen|红参 hong shen|参业 shen ye|参行 shen hang|薄荷 bo he|薄膜 bo mo
便宜 pian yi|校准 jiao zhun|校验 jiao yan|校正 jiao zheng|弹药 dan yao|炸弹 zha dan|导弹 dao dan
钥匙 yao shi|汤匙 tang chi|萝卜 luo bo|大夫 dai fu|传记 zhuan ji|澄海 cheng hai|供给 gong ji|给水 ji shui
给排水 ji pai shui|率先 shuai xian|效率 xiao lv|功率 gong lv|强项 qiang xiang|模具 mu ju|模板 mu ban
模样 mu yang|收获 shou huo|咖喱 ga li|纤维 xian wei|阿里 a li|伽马 ga ma|石家庄 shi jia zhuang
"""


def pairs(text: str) -> dict[str, str]:
    """``单 shan|长沙 chang sha`` → {单: shan, 长沙: "chang sha"}."""
    entries = text.replace("\n", "|").split("|")
    return dict(entry.strip().split(" ", 1) for entry in entries if entry.strip())


def syllable(reading: str) -> str:
    """Without tone, with v for ü, as an input method has it: lǜ → lv."""
    return to_normal(reading).replace("ü", "v").replace("ê", "e")


def characters() -> dict[str, str]:
    """Every character of the block that has a reading, with the one that is usual in names."""
    codes = [ZERO, *range(FIRST, LAST + 1)]
    found = {chr(code): syllable(pinyin_dict[code].split(",")[0]) for code in codes if code in pinyin_dict}
    return found | pairs(ORDINARY)


def file_text() -> str:
    """The three sections: syllable and its characters; family names; phrases."""
    usual = characters()
    groups: dict[str, list[str]] = defaultdict(list)
    for character, reading in usual.items():
        groups[reading].append(character)
    surnames = {c: r for c, r in pairs(SURNAMES).items() if usual[c] != r}
    phrases = {p: r for p, r in pairs(PHRASES).items() if [usual[c] for c in p] != r.split()}
    return "\n".join(
        [
            f"# Made by packaging/make_pinyin.py from pypinyin {pypinyin.__version__} (MIT); see LICENSE.txt.",
            "[characters]",
            *(f"{reading} {''.join(groups[reading])}" for reading in sorted(groups)),
            "[surnames]",
            *(f"{character} {reading}" for character, reading in sorted(surnames.items())),
            "[phrases]",
            *(f"{phrase} {reading}" for phrase, reading in sorted(phrases.items())),
            "",
        ]
    )


def main() -> None:
    """Write the table."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(file_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
