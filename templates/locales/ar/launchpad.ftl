launchpad_page = تطبيقاتك · { $organization }
launchpad_title = تطبيقاتك
launchpad_none = لا توجد تطبيقات هنا بعد. يمكن للمشرف إضافة تطبيقات إلى هذه الصفحة.
