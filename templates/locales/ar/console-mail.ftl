# البريد في وحدة التحكم.

console_nav_mail = البريد
console_mail_hint = اطّلع على وجهة رسائل البريد، وما ينتظر منها، وما تقوله.
console_mail_server = خادم البريد
console_mail_encrypted = مشفّر
console_mail_from = المرسِل
console_mail_servers = خوادم التطبيقات
console_mail_servers_hint = التطبيق الذي يسمّي إعداده { $setting } أحد هذه الخوادم يرسل رسائله عبره. وإذا تعطّل، تُرسل الرسائل الأخرى كالمعتاد.
console_mail_mailbox = لا يوجد خادم بريد. تبقى الرسائل في صندوق بريد هذا الخادم حيث يمكنك قراءتها.
console_mail_open_mailbox = فتح صندوق البريد
console_mail_nowhere = لا تُرسل رسائل بريد. اضبط { $url } و{ $from } في ملف الإعدادات لإتاحة روابط كلمة المرور والدعوات والإشعارات.
console_mail_waiting = رسائل بانتظار الإرسال
console_mail_waiting_none = لا شيء ينتظر. تغادر الرسائل خلال ثوانٍ.
console_mail_given_up = لم تُسلَّم مؤخرًا
console_mail_name = الرسالة
console_mail_to = إلى
console_mail_texts = النصوص
console_mail_subject = الموضوع
console_mail_text = نص عادي
console_mail_html = عرض بصيغة HTML
console_mail_made_up = القيم مختلقة، والروابط لا تقود إلى أي مكان.
console_mail_languages = بلغات أخرى
console_mail_test = إرسال رسالة تجريبية
console_mail_test_effect = يرسل الآن رسالة إلى عنوانك ويعرض رد خادم البريد.
console_mail_no_address = ليس لحسابك عنوان بريد. أضف واحدًا أولًا.
console_mail_sent = قبِل خادم البريد رسالة إلى { $address }. انظر في البريد الوارد والرسائل غير المرغوبة.
console_mail_not_sent = لم يقبل خادم البريد الرسالة. رده أدناه.
