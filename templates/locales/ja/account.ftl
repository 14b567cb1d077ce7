account_page = アカウント · { $organization }
account_switch = アカウントを切り替える
account_add = アカウントを追加
account_sign_out = ログアウト
account_email = メールアドレス
account_username = ユーザー名

account_methods_title = ログイン方法
account_password = パスワード
account_password_detail = このアカウントに設定済み
account_connected_since = { $when } に連携
account_disconnect = { $provider } との連携を解除
account_connect = { $provider } と連携

account_devices_title = デバイス
account_this_device = このブラウザ
account_session_since = ログイン: { $when }
account_session_seen = 最終使用: { $when }
account_session_apps = 開いたアプリ: { $apps }
account_session_end = ログアウト
account_sessions_end_others = 他のすべてのデバイスからログアウト

device_browser_on_system = { $system } の { $browser }
device_unknown = 不明なブラウザ

place_with_address = { $place }（{ $address }）

receipts_title = 過去 24 時間のログアウト
receipt_delivered = ログアウト済み: { $when }
receipt_waiting = ログアウトしています
receipt_retrying = まだ接続できません。前回の試行: { $when }
receipt_given_up = { $count ->
   *[other] 接続できませんでした（{ $count } 回試行）
}
receipt_send_again = 再送信

account_apps_title = アプリ
account_apps_none = まだアプリを使用していません。ログインしたアプリがここに表示されます。
account_app_allowed = 使用可能: { $scope }
account_app_allowed_since = 許可した日時: { $when }
account_app_trusted = 組織が提供しています
account_app_open = { $app } を開く
account_app_remove = アクセス権を削除
account_app_sign_out = { $app } からログアウト
