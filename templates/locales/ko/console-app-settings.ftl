# The settings of an app, on the tabs of its page.

console_app_tab_basics = 앱
console_app_tab_sign_in = 로그인
console_app_tab_tokens = 토큰과 클레임
console_app_tab_sign_out = 로그아웃
console_app_tab_access = 사용할 수 있는 사람
console_setting_default = 설정 안 됨
console_setting_example = 예:
console_settings_change = 이 설정 변경
console_settings_change_effect = 앱의 다음 요청부터 적용됩니다. 비워 둔 설정은 기본값으로 돌아갑니다.
