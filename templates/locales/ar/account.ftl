account_page = حسابك · { $organization }
account_switch = تبديل الحساب
account_add = إضافة حساب
account_sign_out = تسجيل الخروج
account_email = البريد الإلكتروني
account_username = اسم المستخدم

account_methods_title = طرق تسجيل الدخول
account_password = كلمة المرور
account_password_detail = تم تعيينها لهذا الحساب
account_connected_since = تم الربط في { $when }
account_disconnect = إلغاء ربط { $provider }
account_connect = ربط { $provider }

account_devices_title = الأجهزة
account_this_device = هذا المتصفّح
account_session_since = تم تسجيل الدخول في { $when }
account_session_seen = آخر استخدام في { $when }
account_session_apps = التطبيقات المفتوحة: { $apps }
account_session_end = تسجيل الخروج
account_sessions_end_others = تسجيل الخروج من كل الأجهزة الأخرى

device_browser_on_system = { $browser } على { $system }
device_unknown = متصفّح غير معروف

place_with_address = { $place } ({ $address })

receipts_title = عمليات تسجيل الخروج خلال آخر 24 ساعة
receipt_delivered = تم تسجيل خروجك في { $when }
receipt_waiting = جارٍ تسجيل خروجك
receipt_retrying = تعذّر الوصول إليه حتى الآن. آخر محاولة في { $when }
receipt_given_up = { $count ->
    [zero] تعذّر الوصول إليه
    [one] تعذّر الوصول إليه بعد محاولة واحدة
    [two] تعذّر الوصول إليه بعد محاولتين
    [few] تعذّر الوصول إليه بعد { $count } محاولات
    [many] تعذّر الوصول إليه بعد { $count } محاولة
   *[other] تعذّر الوصول إليه بعد { $count } محاولة
}
receipt_send_again = إعادة الإرسال

account_apps_title = تطبيقاتك
account_apps_none = لم تستخدم أي تطبيق بعد. ستظهر هنا التطبيقات التي تسجّل الدخول إليها.
account_app_allowed = يمكنه استخدام { $scope }
account_app_allowed_since = تم السماح به في { $when }
account_app_trusted = توفّره مؤسستك
account_app_open = فتح { $app }
account_app_remove = إزالة إذن الوصول
account_app_sign_out = تسجيل الخروج من { $app }
