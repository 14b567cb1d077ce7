# The settings of an app, on the tabs of its page.

console_app_tab_basics = التطبيق
console_app_tab_sign_in = تسجيل الدخول
console_app_tab_tokens = الرموز والمطالبات
console_app_tab_sign_out = تسجيل الخروج
console_app_tab_access = من يمكنه استخدامه
console_setting_default = غير محدّد
console_setting_example = مثلًا:
console_settings_change = تغيير هذه الإعدادات
console_settings_change_effect = يسري من الطلب التالي للتطبيق. يعيد الحقل الفارغ الإعداد إلى قيمته الافتراضية.
