launchpad_page = アプリ · { $organization }
launchpad_title = アプリ
launchpad_none = まだアプリはありません。管理者がこのページにアプリを追加できます。
