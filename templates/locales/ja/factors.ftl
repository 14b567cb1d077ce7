second_factor_page = 2 段階認証 · { $organization }
second_factor_title = 2 段階認証
second_factor_intro = { $user } の認証アプリに表示されている 6 桁のコードを入力してください。
second_factor_recovery_intro = { $user } 用に保存したリカバリー コードを 1 つ入力してください。各コードは 1 回だけ使用できます。
second_factor_key_intro = { $user } として続けるには、パスキーまたはセキュリティ キーを使用してください。
second_factor_use_key = パスキーまたはセキュリティ キーを使用
second_factor_wrong_key = パスキーまたはセキュリティ キーが受け入れられませんでした。もう一度お試しください。
second_factor_account = アカウント: { $user }
second_factor_code = コード
second_factor_recovery_code = リカバリー コード
second_factor_trust =
    { $days ->
       *[other] このブラウザでは { $days } 日間確認しない
    }
second_factor_submit = 次へ
second_factor_use = 2 段階目を使用
second_factor_use_recovery = リカバリー コードを使用
second_factor_use_app = 別の 2 段階目を使用
second_factor_other_way = 別の方法でログイン
second_factor_missing = コードを入力してください。
second_factor_wrong = コードが正しくありません。アプリに新しいコードが表示されるのを待ってから、もう一度お試しください。
second_factor_wrong_recovery_code = リカバリー コードが正しくないか、すでに使用されています。別のコードをお試しください。
second_factor_over = ログインに時間がかかりすぎたか、アカウントが変更されました。もう一度ログインしてください。

set_up_page = 2 段階認証の設定 · { $organization }
set_up_title = 2 段階認証の設定
set_up_needed = { $organization } ではログイン時に 2 段階目が必要です。スマートフォンに認証アプリ（Google Authenticator、Microsoft Authenticator、Aegis など）を設定してください。
set_up_for_app = { $app } ではログイン時に 2 段階目が必要です。スマートフォンに認証アプリ（Google Authenticator、Microsoft Authenticator、Aegis など）を設定してください。
set_up_scan = 認証アプリでこのコードをスキャンしてください。
set_up_qr_label = 認証アプリ用のキーを含む QR コード
set_up_open_app = このデバイスの認証アプリを開く
set_up_type_key = スキャンできない場合は、代わりにこのキーを入力してください
set_up_code = アプリに表示された 6 桁のコードを入力してください
set_up_submit = オンにする
set_up_later = 後で
set_up_cancel = キャンセル
set_up_wrong_code = コードが正しくありません。スマートフォンの時刻が自動設定になっていることを確認し、アプリに現在表示されているコードを入力してください。
set_up_too_late = 時間がかかりすぎました。新しいコードをスキャンしてください。

recovery_codes_page = リカバリー コード · { $organization }
recovery_codes_title = リカバリー コードを保存してください
recovery_codes_intro = スマートフォンを紛失した場合、各コードで 1 回ずつログインできます。印刷するか、パスワード マネージャーに保管してください。
recovery_codes_once = これらのコードは再表示できません。
recovery_codes_print = コードを印刷
recovery_codes_continue = 次へ
recovery_codes_kept_title = 2 段階認証はオンです
recovery_codes_kept = リカバリー コードは引き続き有効です。

security_page = セキュリティ · { $organization }
security_title = セキュリティ
security_factors_title = 2 段階認証
security_factors_intro = { $user } さんがパスワードでログインするときに、2 段階目があれば、パスワードを知っている他の人はログインできません。
security_on = オン
security_app = 認証アプリ
security_app_on = ログイン時にアプリのコードを確認します。
security_app_off = スマートフォンのアプリでコードを取得します。
security_app_set_up = 設定
security_app_remove = 削除
security_recovery = リカバリー コード
security_recovery_left =
    { $left ->
        [0] { $codes } 個のコードがすべて使用済みです。新しいコードを取得してください。
       *[other] { $codes } 個のうち残り { $left } 個です。
    }
security_recovery_renew = 新しいコードを取得
security_trusted_title = 信頼できるブラウザ
security_trusted_intro = これらのブラウザでは 2 段階目を確認しません。
security_trusted_since = 信頼した日時: { $when }
security_trusted_until = 期限: { $when }
security_trusted_remove = 削除

passkey_sign_in = パスキーでログイン
passkey_not_used = パスキーは使用されませんでした。もう一度試すか、別の方法でログインしてください。
passkey_wrong = このパスキーではログインできませんでした。もう一度試すか、別の方法でログインしてください。
passkey_page = パスキーの作成 · { $organization }
passkey_title = パスキーの作成
passkey_intro = パスワードの代わりに、指紋、顔、または画面ロックでログインできます。パスキーは盗まれたり推測されたりしません。
passkey_create = パスキーを作成
passkey_not_made = パスキーは作成されませんでした。もう一度お試しください。
passkey_needs_script = パスキーには JavaScript が必要です。有効にするか、認証アプリを使用してください。
security_key_page = セキュリティ キーの追加 · { $organization }
security_key_title = セキュリティ キーの追加
security_key_intro = セキュリティ キーを接続するか、スマートフォンにかざしてください。パスワードの後に確認します。
security_key_create = セキュリティ キーを追加
security_key_new = セキュリティ キーを追加
security_key_tag = 2 段階目のみ
security_passkeys_title = パスキー
security_passkeys_intro = 指紋、顔、または画面ロックでログインします。
security_passkey_new = パスキーを作成
security_passkey_unnamed = パスキー
security_passkey_synced = デバイス間で同期
security_passkey_on_one_device = 1 台のデバイスのみ
security_passkey_since = 作成: { $when }
security_passkey_used = 最終使用: { $when }
security_passkey_rename = 名前を変更
security_passkey_label = 名前
security_passkey_save = 保存
security_passkey_remove = 削除
security_passkey_remove_named = { $name } を削除
passkey_offer_page = 次回から、より速くログイン · { $organization }
passkey_offer_title = 次回から、より速くログイン
security_password = パスワード
security_password_on = パスワードでログインできます。
security_password_off = パスワードはありません。
security_password_change = パスワードを変更
security_password_set = パスワードを設定
