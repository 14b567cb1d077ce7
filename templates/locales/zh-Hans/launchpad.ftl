launchpad_page = 您的应用 · { $organization }
launchpad_title = 您的应用
launchpad_none = 这里还没有应用。管理员可以向此页面添加应用。
