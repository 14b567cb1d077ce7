password_new_hint = { $min }자 이상. 서로 관련 없는 단어 몇 개를 조합하면 좋습니다.
password_show = 표시
password_hide = 숨기기
password_strength = 비밀번호 안전도

password_strength_0 = 매우 약함
password_strength_1 = 약함
password_strength_2 = 충분히 강하지 않음
password_strength_3 = 좋음
password_strength_4 = 강함

password_too_short = { $min }자 이상을 사용하세요. 서로 관련 없는 단어 몇 개를 조합하면 좋습니다.
password_too_long = 256자 이하를 사용하세요.
password_unusable = 이 비밀번호에는 사용할 수 없는 문자가 있습니다. 다른 비밀번호를 선택하세요.
password_common = 많은 사람이 사용하는 비밀번호라서 가장 먼저 추측됩니다. 다른 비밀번호를 선택하세요.
password_own_word = 이 비밀번호는 이름, 주소 또는 이 앱의 이름과 너무 비슷합니다. 관련 없는 것을 선택하세요.
password_pattern = “abcdef”나 “aaaaaa” 같은 연속이나 반복은 빨리 추측됩니다. 서로 관련 없는 단어를 몇 개 추가하세요.
password_date = 날짜와 연도는 빨리 추측됩니다. 서로 관련 없는 단어를 몇 개 추가하세요.
password_single_word = 단어 하나나 이름 하나는 빨리 추측됩니다. 서로 관련 없는 단어를 몇 개 추가하세요.
password_guessable = 이 비밀번호는 빨리 추측됩니다. 서로 관련 없는 단어를 몇 개 추가하세요.
password_breached = 이 비밀번호는 다른 서비스의 데이터 유출에서 발견되어 다른 사람들이 알고 있습니다. 다른 비밀번호를 선택하세요.
password_unchanged = 현재 사용 중인 비밀번호입니다. 다른 비밀번호를 선택하세요.
password_had_before = 이 계정이 이전에 사용하던 비밀번호입니다. 다른 비밀번호를 선택하세요.
