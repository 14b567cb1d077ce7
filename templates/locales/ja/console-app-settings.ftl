# The settings of an app, on the tabs of its page.

console_app_tab_basics = アプリ
console_app_tab_sign_in = サインイン
console_app_tab_tokens = トークンとクレーム
console_app_tab_sign_out = サインアウト
console_app_tab_access = 利用できる人
console_setting_default = 未設定
console_setting_example = 例:
console_settings_change = これらの設定を変更
console_settings_change_effect = アプリの次のリクエストから有効です。空欄にした設定は既定値に戻ります。
