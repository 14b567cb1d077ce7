# The settings of an app, on the tabs of its page.

console_app_tab_basics = 应用
console_app_tab_sign_in = 登录
console_app_tab_tokens = 令牌和声明
console_app_tab_sign_out = 退出登录
console_app_tab_access = 谁可以使用
console_setting_default = 未设置
console_setting_example = 例如：
console_settings_change = 更改这些设置
console_settings_change_effect = 从应用的下一个请求起生效。留空的设置会恢复为默认值。
