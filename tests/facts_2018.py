"""What the report of 31 August 2018 says: each fact with a figure, a date or a name, and the lines that say it.

It was written from the report, not from any output: a figure with its counter, a date in the report's style, a name or
a short title. Where the report's order of words differs from what the office recorded, the pieces are given.
"""

from __future__ import annotations

from dataclasses import dataclass

Word = str | tuple[str, ...]
"""What has to be said, or the ways in which it may be said."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One fact of the report.

    Args:
        id: its number, such as `T1a`.
        at: the lines of the report that say it.
        words: what has to be there.
        line: what has to be in one line: a title with its day, a system with its client.
        figure: a label and its figure, with no other counted figure between them.
    """

    id: str
    at: str
    words: tuple[Word, ...] = ()
    line: tuple[Word, ...] = ()
    figure: tuple[Word, str] | None = None

    @property
    def said(self) -> tuple[Word, ...]:
        """Everything that has to be there, wherever it is."""
        return (*self.words, *self.line, *(self.figure or ()))


AS_OF_DAY = ("’18.8.31", "2018.8.31", "2018. 8. 31", "2018-08-31", "2018년 8월 31일")
AS_OF_MONTH = ("’18. 8월", "’18.8월", "’18년 8월", "2018.8", "2018. 8월", "2018년 8월", "2018-08")
MONTH = ("’18.8.", *AS_OF_MONTH, "8월")

TRIPS_MADE = (
    Fact(id="H1", at="L214", words=("상반기",), figure=("시장 해외출장", "2회")),
    Fact(id="T1", at="L216", line=("3월 싱가포르 순방", "3.15.~17, 1박 3일")),
    Fact(id="T1a", at="L218", words=("리콴유 세계도시상 미디어 컨퍼런스 참가 및 서울시 수상 발표",)),
    Fact(id="T1b", at="L220-L222", words=("협력방안 논의", "싱가포르 육상교통청장 면담", "ITS", "지능형 교통체계")),
    Fact(id="T2", at="L224", line=("7월 싱가포르 순방", "7.7~10, 3박 4일")),
    Fact(id="T2a", at="L226", words=("리센룽 총리", "외교부장관", "싱가포르 정부 주요인사 면담")),
    Fact(id="T2b", at="L228", words=("World Cities Summit", "리콴유 세계도시상 시상식 참가")),
)
VISITS = (
    Fact(id="V1", at="L232", figure=("해외국빈", "3명")),
    Fact(id="V1a", at="L232", line=("폴란드", "안제이 두다", "대통령")),
    Fact(id="V1b", at="L232", words=("독일 대통령",)),
    Fact(id="V1c", at="L232", words=("핀란드 총리",)),
    Fact(id="V2", at="L236", figure=("해외도시 주요인사", "8명")),
    Fact(id="V2a", at="L236", line=("중국 베이징", "차이 치", "당서기")),
)
EXPORTS_WON = (
    Fact(id="H3", at="L238-L240", words=("상반기",), figure=("우수정책 해외진출 사업 수주", "4개")),
    Fact(id="X1", at="L242", line=("세무정보시스템", "콜롬보")),
    Fact(id="X2", at="L242", line=("건설행정시스템", "튀니지 반부패청")),
    Fact(id="X3", at="L242", line=("건설행정시스템", "필리핀 내무부")),
    Fact(id="X4", at="L244", line=("폐기물 매립지 개선", "메트로마닐라"), words=("컨설팅 사업",)),
)
ORGANIZATIONS = (
    Fact(id="O1", at="L246", figure=("국제기구 유치", "1개"), words=("아셈노인인권정책센터",)),
    Fact(id="O2", at="L248", line=(AS_OF_MONTH, "서울 소재 국제기구", "30개"), words=("시티넷",)),
    Fact(id="O3", at="L288", words=("WHO 아시아 환경보건센터",)),
    Fact(id="O4", at="L288", words=("국제연합 식량농업기구 연락협력사무소",)),
    Fact(id="O5", at="L286-L290", figure=(("국제기구 신규 유치", "연락협력사무소"), "2개소")),
)
EUROPE = (
    Fact(id="H5", at="L252", words=("하반기",), figure=("시장 해외출장 계획", "2회")),
    Fact(id="T3", at="L254", line=("스페인․스위스․에스토니아", "9.27.~10.7, 9박 11일")),
    Fact(id="T3-1", at="L256", words=("우호도시 바르셀로나 시장 면담", "진보도시", "민주주의 서울")),
    Fact(id="T3-2", at="L258", words=("빌바오", "GSEF(국제사회적경제협의체) 3차 총회")),
    Fact(
        id="T3-2a",
        at="L260",
        words=("GSEF 의장도시 연임 결정", "서울시 사회적 경제 정책공유", "글로벌 네트워킹 강화"),
    ),
    Fact(id="T3-3", at="L262", words=("취리히", "주크", "크립토 밸리 블록체인 현장 방문")),
    Fact(id="T3-4", at="L264", words=("탈린",)),
)
BEIJING = (
    Fact(id="T4", at="L266", line=("중국 베이징 방문", "11.25.~28, 3박 4일")),
    Fact(id="T4a", at="L268", line=("서울-베이징 자매결연 25주년 기념행사", "관광체육국")),
    Fact(id="T4b", at="L270", line=("기후환경 포럼", "기후환경본부")),
    Fact(id="T4c", at="L270", line=("베이징대 특강", "국제협력관")),
    Fact(id="T4d", at="L272", line=("한중지사성장회의 주재", "시도지사협의회", "중국인민대외우호협회")),
    Fact(id="T4e", at="L274", line=("중국투자협력주간 및 투자상담회", "경제진흥본부")),
)
TIES = (
    Fact(id="M1", at="L176", words=("서울시립대", "평양과학기술대"), line=("업무협약", "8.23")),
    Fact(id="M2", at="L262", words=("취리히시 우호도시 MOU",)),
    Fact(id="M3", at="L264", line=("에스토니아", "디지털 혁신 MOU")),
    Fact(id="M4", at="L264", words=("에스토니아 MOU",)),
    Fact(id="R1", at="L256", line=("바르셀로나", "우호도시")),
    Fact(id="R2", at="L268", words=("서울-베이징 자매결연", "25주년")),
    Fact(id="R3", at="L260", words=("GSEF 의장도시",)),
    Fact(id="R4", at="L41", line=("전문임기제", "행정안전부")),
)
EXPORTS_PURSUED = (
    Fact(id="H7", at="L278-L284", figure=(("사업 수주 노력", "데이터센터 구축"), "7건")),
    Fact(id="X5", at="L282", line=("디지털시민시장실", "타슈켄트시")),
    Fact(id="X6", at="L282", line=("교통카드", "필리핀 교통부")),
    Fact(id="X7", at="L282-L284", line=("데이터센터 구축", "부에노스아이레스"), words=("자문",)),
)
INTER_KOREAN = (
    Fact(id="G3", at="L170", words=("판문점선언 이후 민간교류 첫 사례",), line=("남북노동자통일축구대회", "8.11")),
    Fact(id="G3a", at="L172", words=("한국노총", "민주노총", "북측 조선직업총동맹")),
    Fact(id="G4", at="L174", line=("북한 결핵 및 보건의료 심포지움", "서북병원", "8.23")),
    Fact(id="G5", at="L176", line=("서울시립대-평양과학기술대 학술․학생 교류 업무협약", "8.23")),
    Fact(id="G7", at="L182", words=("포럼, 협의체 구성·운영 및 현지 조사",), line=("실무 협의", "9월~")),
    Fact(id="G9", at="L190", line=("경평축구 공감대 확산을 위한 자료 전시회", "서울역사박물관", "9.18~11.11")),
    Fact(id="G10", at="L194", line=("남북협력추진단 신설", "11.1")),
    Fact(id="G11", at="L196", words=("2담당관 6팀", "남북협력추진단"), figure=("남북협력담당관", "3팀")),
)
PLAN = (
    Fact(id="E8", at="L92-L96", words=("더 깊은 변화위원회",), line=("사업계획․성과지표․투자계획", "7~8월")),
    Fact(id="E9a", at="L98", figure=("전체위원회", "2회")),
    Fact(id="E9b", at="L98", figure=("분과위원회", "74회")),
    Fact(id="E9c", at="L98", figure=("기획위원회", "7회")),
    Fact(id="E10a", at="L100", figure=("전체위원회", "56명"), words=("더 깊은 변화위원회",)),
    Fact(id="E10b", at="L100", figure=("분과위원회", "6개")),
    Fact(id="E11", at="L104", line=("핵심과제 중심 대시민 발표", "10월")),
    Fact(id="E12", at="L106", figure=("핵심과제", "25개"), words=("4개년 계획 체계",)),
    Fact(id="E13", at="L108", line=("민선7기 4개년 계획(2018~2022) 발간", "10월")),
)
DECENTRALIZATION = (
    Fact(id="F9", at="L134", line=("자치경찰팀 신설", MONTH)),
    Fact(id="F17", at="L154", line=("자치분권 및 자치경찰 토론회", "10월")),
)
OFFICE = (
    Fact(id="C", at="L28", words=(AS_OF_DAY,)),
    Fact(id="C-general", at="L33-L35", words=("일반직", "5급", "6급", "7급", "8~9급")),
    Fact(id="C-special", at="L33-L35", words=("별정직", "2~3급", "4급상당", "5급상당", "6급이하")),
    Fact(id="C2", at="L41", figure=("전문임기제", "2명"), words=("민생정책보좌관", "공보특보")),
    Fact(id="D", at="L43-L51", words=(AS_OF_DAY, "천원", "예산액", "집행액", "잔액")),
)
FACTS: tuple[Fact, ...] = (
    *TRIPS_MADE, *VISITS, *EXPORTS_WON, *ORGANIZATIONS, *EUROPE, *BEIJING, *TIES, *EXPORTS_PURSUED, *INTER_KOREAN,
    *PLAN, *DECENTRALIZATION, *OFFICE,
)  # fmt: skip

TABLES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "C-authorised": ("L37", "정원", ("19", "6", "2", "2", "1", "1", "13", "1", "1", "9", "2")),
    "C-actual": ("L39", "현원", ("19", "6", "2", "2", "0", "2", "13", "1", "1", "9", "2")),
    "D-total": ("L53", "계", ("357,200", "146,448", "210,752")),
    "D-operations": ("L55", "기관운영업무추진비", ("277,200", "107,791", "169,409")),
    "D-projects": ("L59", "시책추진업무추진비", ("80,000", "38,657", "41,343")),
}
"""The rows of the two tables: the line, the label, and the cells in their order."""

ALLOWED_NUMBERS: dict[str, str] = {
    "0": "L39", "1": "L10, L37, L39, L64, L216, L246",
    "2": "L28, L35, L37, L39, L41, L98, L110, L140, L196, L214, L252, L290",
    "3": "L35, L43, L126, L156, L196, L216, L224, L232, L258, L266",
    "4": "L35, L64, L66, L106, L108, L144, L150, L200, L224, L240, L266",
    "5": "L35", "6": "L35, L37, L39, L100, L144, L196", "7": "L35, L66, L96, L98, L108, L224, L284",
    "8": "L35, L96, L140, L236, L248", "9": "L35, L37, L39, L182, L254", "10": "L104, L108, L154, L224",
    "11": "L254, L266", "13": "L37, L39", "17": "L216", "18": "L248", "19": "L37, L39", "25": "L106, L268",
    "28": "L266", "30": "L248", "56": "L100", "74": "L98", "180": "L88", "283": "L3", "2018": "L108", "2022": "L108",
    "7.7": "L224", "10.7": "L254", "11.1": "L194", "18.8": "L134", "3.15": "L216", "8.11": "L170",
    "8.23": "L174, L176", "9.18": "L190", "9.27": "L254", "11.11": "L190", "11.25": "L266", "18.8.31": "L28, L43",
    "357,200": "L53", "146,448": "L53", "210,752": "L53", "277,200": "L55", "107,791": "L55", "169,409": "L55",
    "80,000": "L59", "38,657": "L59", "41,343": "L59",
}  # fmt: skip
"""Every number of the report as it is written there, and its lines."""

ALLOWED_COUNTS: dict[str, str] = {
    "2명": "L41", "3명": "L232", "8명": "L236", "56명": "L100", "2회": "L98, L214, L252", "7회": "L98", "74회": "L98",
    "283회": "L3", "1개": "L246", "4개": "L240", "6개": "L100", "25개": "L106", "30개": "L248", "180여개": "L88",
    "4개년": "L64, L66, L106, L108", "2개소": "L290", "7건": "L284", "3팀": "L196", "6팀": "L196", "2담당관": "L196",
    "3차": "L258", "25주년": "L268", "4대": "L150", "1박": "L216", "3박": "L224, L266", "9박": "L254",
}  # fmt: skip
"""Every counted number of the report; the staffing table's cells are counted in 명 too."""

ALLOWED_LATIN: dict[str, str] = {
    "ITS": "L220, L222", "Intelligent": "L222", "Transport": "L222", "Systems": "L222", "World": "L228",
    "Cities": "L228", "Summit": "L228", "GSEF": "L258, L260", "MOU": "L262, L264", "WHO": "L288", "UN": "L166",
}  # fmt: skip
"""Every word of the report that is not Korean."""

CANARIES: tuple[str, ...] = (
    "박원순", "슈타인마이어", "Steinmeier", "시필레", "Sipilä", "하이니거", "Heiniger", "Mauch", "취리히주",
    "취리히 시장", "빌바오 우호도시", "10월 18일", "10.18", "2018-10-18", "61명", "16개", "18건", "37개", "34명",
    "25명", "기내", "1993", "11명", "83회", "27개", "28개", "29개", "7명", "4건", "40.9", "40.999", "41.0", "41%",
    "38.8", "38.9", "39%", "48.3", "48%",
)  # fmt: skip
"""What other sources say of the same things, and what follows from the report but is not in it."""

LATER_CANARIES: tuple[str, ...] = (
    "빌바오 우호도시", "취리히주", "하이니거", "Heiniger", "Mauch", "취리히 시장", "37개", "34명", "25명", "간부 일정",
    "비정부기구", "10.1~3", "10.3", "2018-10-03", "2019", "2020",
)  # fmt: skip
"""What became known only after 31 August 2018."""

FEBRUARY: tuple[tuple[Word, tuple[str, ...]], ...] = (
    ("안제이 두다", ("2.8", "2018.2.8", "2018. 2. 8", "2018-02-08", "2월 8일")),
    ("독일 대통령", ("2.9", "2018.2.9", "2018. 2. 9", "2018-02-09", "2월 9일")),
    ("차이 치", ("2.9", "2018.2.9", "2018. 2. 9", "2018-02-09", "2월 9일")),
    ("핀란드 총리", ("2.19", "2018.2.19", "2018. 2. 19", "2018-02-19", "2월 19일")),
)
"""The programme of February 2018, as announced on 7 February: who, and the day."""

AFTER_FEBRUARY: tuple[str, ...] = (
    "싱가포르", "리콴유", "리센룽", "World Cities Summit", "바르셀로나", "빌바오", "취리히", "주크", "탈린",
    "에스토니아", "GSEF", "베이징 방문", "자매결연", "8월", "8.11", "8.23", "세무정보시스템", "콜롬보",
    "디지털시민시장실", "아셈", "시티넷", "환경보건센터", "연락협력사무소", "남북노동자", "경평축구",
    "남북협력추진단", "자치경찰", "핵심과제", "변화위원회", "357,200", "146,448", "전문임기제", "3명", "8명", "4개",
    "7건",
)  # fmt: skip
"""What nobody had told the office by 1 March 2018."""
