# The settings of an app, on the tabs of its page.

console_app_tab_basics = The app
console_app_tab_sign_in = Sign-in
console_app_tab_tokens = Tokens and claims
console_app_tab_sign_out = Sign-out
console_app_tab_access = Who may use it
console_setting_default = Not set
console_setting_example = For example:
console_settings_change = Change these settings
console_settings_change_effect = Holds from the next request of the app on. An empty field takes a setting back to its default.
