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
account_navigation = アカウント
account_nav_overview = 概要
account_nav_profile = プロフィール
account_nav_security = セキュリティ
account_nav_activity = アクティビティ
account_nav_data = あなたのデータ

profile_page = プロフィール · { $organization }
profile_save = 保存
profile_saved = プロフィールを保存しました。
profile_address_saved = メールアドレスを変更しました。他のデバイスはログアウトされました。
profile_given_name = 名
profile_family_name = 姓
profile_nickname = ニックネーム
profile_website = ウェブサイト
profile_language = 言語
profile_language_of_browser = ブラウザの設定に従う
profile_time_zone = タイムゾーン
profile_picture = 写真
profile_picture_yours = あなたの写真
profile_picture_choose = ファイルを選択
profile_picture_hint = PNG、JPEG、WebP、GIF（5 MB まで）。サインインしたアプリに表示されることがあります。
profile_picture_save = 写真を保存
profile_picture_remove = 写真を削除
profile_picture_saved = 写真を保存しました。
profile_picture_removed = 写真を削除しました。
profile_picture_none = 先にファイルを選択してください。
profile_picture_too_large = ファイルが 5 MB を超えています。小さいファイルを選択してください。
profile_picture_no_picture = PNG、JPEG、WebP、GIF ではありません。別のファイルを選択してください。
profile_picture_damaged = 画像が壊れています。画像ソフトで保存し直してから、もう一度選択してください。
profile_picture_too_many_pixels = 画像が大きすぎます。各辺を 10,000 ピクセル未満にしてください。
profile_picture_more_than_a_picture = ファイルに画像以外のものが含まれています。JPEG または PNG で保存し直し、そのファイルを選択してください。
profile_username_hint = ログインに使用できます。空白と @ は使用できません。
profile_username_wrong = ユーザー名は 64 文字以下で、空白と @ は使用できません。
profile_username_taken = このユーザー名は他の人が使用しています。別の名前を選んでください。
profile_username_reserved = このユーザー名は予約されているか、予約された名前に似ています。別の名前を選んでください。
profile_username_disguised = このユーザー名は異なる種類の文字が混ざっているか、ラテン文字の名前に見えます。別の名前を選んでください。
profile_value_wrong = 長すぎる項目があるか、表示できない文字が含まれています。各項目は 200 文字までです。
profile_website_wrong = https:// で始まるウェブアドレスを入力するか、空欄のままにしてください。
profile_time_zone_wrong = Europe/Berlin のようなタイムゾーンを入力するか、空欄のままにしてください。
profile_conflict = アカウントが同時に変更されました。ページをもう一度確認してから保存してください。
profile_address_verified = 確認済み
profile_new_address = 新しいメールアドレス
profile_address_hint = 新しいアドレスにコードを送信します。以前のアドレスにも通知し、7 日間は変更を元に戻せます。
profile_address_change = メールアドレスを変更
profile_address_wrong = 現在とは異なるメールアドレスを入力してください（例: ada@example.com）。
profile_address_no_mail = 現在、ここではメールアドレスを変更できません。管理者にお問い合わせください。
profile_address_of_provider = このドメインのメールアドレスは { $provider } のものです。先に { $provider } アカウントを連携するか、別のアドレスを入力してください。

address_confirm_title = 新しいメールアドレスの確認
address_confirm = { $email } がアカウントのメールアドレスになります。他のデバイスはログアウトされます。ご自身で依頼した場合にのみ確認してください。依頼した人がアカウントを使い続けます。
address_confirm_submit = 確認
address_confirmed_title = メールアドレスを変更しました
address_confirmed = 今後は新しいメールアドレスでログインしてください。他のデバイスはログアウトされました。
address_undo_title = 変更を元に戻しますか？
address_undo = { $email } が再びアカウントのメールアドレスになり、すべての場所でログアウトされます。
address_undo_submit = 変更を元に戻す
address_undone_title = 変更を元に戻しました
address_undone = アカウントは以前のメールアドレスに戻り、すべてのデバイスがログアウトされました。他の人に使用されないよう、今すぐ新しいパスワードを設定してください。

password_change_title = パスワード
password_present = 現在のパスワード
password_new = 新しいパスワード
password_change_submit = パスワードを変更
password_changed = パスワードを変更しました。他のデバイスはログアウトされました。
password_none = このアカウントにはパスワードがありません。別の方法でログインしています。
password_wrong = 現在のパスワードと一致しません。確認して、もう一度お試しください。

activity_page = アクティビティ · { $organization }
activity_title = 最近のアクティビティ
activity_hint = 心当たりのないものがありますか？パスワードを変更し、サインイン方法を確認してください:
activity_none = まだ何もありません。
activity_older = 以前のアクティビティ
activity_by_administrator = 管理者による
activity_signed_in = サインイン
activity_sign_in_failed = サインイン失敗
activity_stepped_up = 本人確認
activity_session_ended = サインアウト
activity_password_changed = パスワードを変更
activity_password_reset_requested = 新しいパスワードを要求
activity_method_added = サインイン方法を追加
activity_method_removed = サインイン方法を削除
activity_second_factor_failed = 2 段階目の失敗
activity_recovery = アカウントの復旧
activity_address_changed = メールアドレスを変更
activity_profile_changed = プロフィールを変更
activity_account_made = アカウントを作成
activity_account_locked = アカウントのロックまたは解除
activity_disowned = 心当たりがないと報告
activity_app_allowed = アプリを許可
activity_app_removed = アプリを削除

data_page = あなたのデータ · { $organization }
data_download_hint = 保存されているあなたの情報すべてをファイルにまとめます: プロフィール、サインイン方法、デバイス、アプリ、最近のアクティビティ。パスワードや鍵は含まれません。
data_download = データをダウンロード
data_delete_title = アカウントを削除
data_delete_effect = { $days ->
    [0] すぐにすべての場所からサインアウトされ、アカウントとその内容は完全に削除されます。
   *[other] すぐにすべての場所からサインアウトされます。{ $days } 日後にアカウントとその内容は完全に削除されます。それまではサインインして残すことができます。
}
data_delete = アカウントを削除
data_deletion_waits_title = アカウントは削除されます
data_deletion_waits = { $time } に削除されます。残すには、それまでにサインインするか、お送りしたメールのリンクを使ってください。
data_deletion_on = アカウントとその内容が削除される日時:
data_deletion_until = アカウントとその内容は { $time } に削除されます。
data_keep = アカウントを残す
data_keep_title = アカウントを残しますか？
data_keep_sign_in = サインイン
data_kept_title = アカウントは残ります
data_kept = 何も削除されません。続けるにはサインインしてください。
attribute_problems = 入力し直す必要のある項目があります。
attribute_missing = この項目を入力してください。
attribute_length = { $min } 文字以上 { $max } 文字以下にしてください。
attribute_min = { $min } 以上の値を入力してください。
attribute_max = { $max } 以下の値を入力してください。
attribute_number = 数値を入力してください。
attribute_date = 日付を入力してください（例: 1990-05-31）。
attribute_email = メールアドレスを入力してください。
attribute_phone = 国番号を付けて電話番号を入力してください（例: +81 3 1234 5678）。
attribute_choice = 選択肢から 1 つ選んでください。
attribute_form = この値は、ここで求められる形式ではありません。
