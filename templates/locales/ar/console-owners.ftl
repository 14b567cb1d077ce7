# The owners of an app, who administer it.
console_owners_tab = المالكون
console_owners_lead = يدير المالكون هذا التطبيق وحده: أدواره وطلباتها وأسراره ومظهره وعناوينه. أما من يُسمح له أيضًا بالدخول وما يعرفه التطبيق عن المستخدمين فيبقى للمسؤولين.
console_owners_none = لا مالك لهذا التطبيق. يغيّره المسؤولون وحدهم.
console_owners_since = مالك منذ
console_owners_by_file = حدّده ملف
console_owners_add = إضافة مالك
console_owners_add_effect = يدير المستخدم هذا التطبيق في لوحة الإدارة وعبر واجهة API: يمنح أدواره، ويبتّ في طلباتها، وينشئ أسراره ويبطلها، ويغيّر مظهره وعناوينه.
console_owners_remove = إزالة المالك
console_owners_remove_effect = لن يدير المستخدم هذا التطبيق بعد الآن. ما منحه وغيّره يبقى.
console_owners_earlier = المالكون السابقون
console_owners_until = مالك حتى
