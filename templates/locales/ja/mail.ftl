mail_footer = 送信元: { $organization }、{ $issuer }
mail_link_as_text = ボタンが機能しない場合は、次のアドレスをブラウザで開いてください:

mail_device = デバイス
mail_place = 場所
mail_time = 日時
mail_asked_title = リクエスト元

mail_sign_up_subject = { $name } のメールアドレスを確認してください
mail_sign_up_title = メールアドレスを確認してください
mail_sign_up_text = { $name } のアカウントの作成を完了するには、次のコードを入力してください:
mail_sign_up_button = アドレスを確認
mail_sign_up_valid = コードとリンクは 24 時間以内に 1 回だけ使用できます。
mail_sign_up_not_you = アカウントを作成していない場合は、このメールを無視し、リンクを使用しないでください。コードまたはリンクがなければ何も起こりません。

mail_account_exists_subject = { $name } のアカウントはすでにあります
mail_account_exists_title = アカウントはすでにあります
mail_account_exists_text = このメールアドレスで { $name } のアカウントを作成しようとした人がいます。アカウントはすでにあるため、そのままログインできます。
mail_account_exists_button = ログイン
mail_account_exists_reset = パスワードを忘れた場合は、新しいパスワードを設定してください:
mail_account_exists_not_you = 心当たりがない場合は、このメールを無視してください。何も変更されていません。

mail_verify_subject = { $name } のメールアドレスを確認してください
mail_verify_title = メールアドレスを確認してください
mail_verify_text = { $name } のアカウントでこのアドレスを確認するには、次のコードを入力してください:
mail_verify_button = アドレスを確認
mail_verify_valid = コードとリンクは 24 時間以内に 1 回だけ使用できます。
mail_verify_not_you = 心当たりがない場合は、このメールを無視し、リンクを使用しないでください。コードまたはリンクがなければこのアドレスは使用されません。

mail_reset_subject = { $name } の新しいパスワードを設定してください
mail_reset_title = 新しいパスワードを設定してください
mail_reset_text = { $name } のアカウントのパスワードの再設定がリクエストされました。
mail_reset_button = 新しいパスワードを設定
mail_reset_valid = リンクは 1 時間以内に 1 回だけ使用できます。
mail_reset_not_you = 心当たりがない場合は、このメールを無視してください。パスワードは変更されません。

mail_code_subject = { $name } のログイン コード
mail_code_title = ログイン コード
mail_code_text = { $name } にログインするには、次のコードを入力してください:
mail_code_valid = コードは 10 分以内に 1 回だけ使用できます。
mail_code_or_link = または、このリンクをリクエストしたブラウザで開いてください。
mail_code_and_link_valid = コードとリンクは 10 分間、1 回だけ使えます。
mail_code_warning = このコードは誰にも教えないでください。電話、チャット、メールでお尋ねすることはありません。
mail_code_not_you = ログインしようとしていない場合は、このメールを無視してください。コードがなければ誰もログインできません。
mail_link_subject = { $name } のログイン リンク
mail_link_title = { $name } にログイン
mail_link_text = このリンクは、リクエストしたブラウザで使用してください。
mail_link_button = ログイン
mail_link_valid = リンクは 10 分以内に 1 回だけ使用できます。
mail_link_not_you = ログインしようとしていない場合は、このメールを無視してください。リンクがなければ誰もログインできません。

mail_invitation_subject = { $name } に招待されています
mail_invitation_title = { $name } に招待されています
mail_invitation_text = { $name } のアカウントを作成するか、お持ちのアカウントでログインできます。
mail_invitation_text_by = { $inviter } さんが { $name } に招待しています。アカウントを作成するか、お持ちのアカウントでログインできます。
mail_invitation_apps = アプリ
mail_invitation_button = 招待を承諾
mail_invitation_valid = 招待の有効期限は { $time } です。
mail_invitation_not_you = 心当たりがない場合は、このメールを無視してください。ご自身の操作なしにアカウントが作成されることはありません。

mail_not_me_button = 心当たりがない
mail_not_me_explained = 心当たりがない場合は、お知らせください。すべての場所でログアウトし、新しいパスワードを設定するまで現在のパスワードは使用できなくなります。
mail_was_me = 心当たりがある場合は、何もする必要はありません。

mail_address_changed_subject = { $name } のメールアドレスが変更されました
mail_address_changed_title = メールアドレスが変更されました
mail_address_changed_text = { $name } のアカウントのメールアドレスが { $address } に変更されました。今後のメールはそちらに送信されます。
mail_address_changed_button = 変更を元に戻す
mail_address_changed_explained = 心当たりがない場合は、変更を元に戻してください。7 日以内であれば元に戻せます。
mail_address_replaced_text = { $name } のアカウントのメールアドレスが { $address } に変更されました。管理者、またはアカウントを管理するサービスによる変更です。
mail_address_replaced_explained = 今後のメールはそちらに送信され、このアドレスに送信されたリンクは使用できなくなりました。心当たりがない場合は、{ $name } の運営者にお問い合わせください。
mail_address_proven_subject = { $name } のメールアドレスが確認されました
mail_address_proven_title = メールアドレスが確認されました
mail_address_proven_text = { $name } のアカウントのメールアドレスが初めて確認されました。それより前に設定されたパスワード、パスキー、連携アカウントではログインできなくなり、すべてのデバイスがログアウトされました。ご自身のものはもう一度設定してください。

mail_new_device_subject = { $name } のアカウントへの新しいログイン
mail_new_device_title = アカウントへの新しいログイン
mail_new_device_text = { $name } のアカウントが、これまで使用されたことのないブラウザで使用されました。

mail_password_changed_subject = { $name } のパスワードが変更されました
mail_password_changed_title = パスワードが変更されました
mail_password_changed_text = { $name } のアカウントのパスワードが変更され、他のデバイスはログアウトされました。

mail_guessed_subject = { $name } のアカウントに誤ったパスワードが何度も入力されました
mail_guessed_title = 誤ったパスワードが何度も入力されました
mail_guessed_text = { $name } のアカウントに、誤ったパスワードが100回続けて入力されました。これ以上推測されないように、パスワードだけでログインできるのは、以前にログインしたことのあるブラウザーだけになりました。
mail_guessed_explained = それ以外の場所では、新しいパスワードを設定するか、パスキーなど別の方法でログインしてください。新しいパスワードを設定するか、以前に使ったブラウザーでパスワードを使ってログインすると、この制限は終わります。

mail_factor_subject = { $name } のアカウントのログイン方法が変更されました
mail_factor_text = { $name } のアカウントのログイン方法が変更されました。
mail_passkey_added = アカウントにパスキーが追加されました
mail_passkey_removed = アカウントからパスキーが削除されました
mail_security_key_added = アカウントにセキュリティ キーが追加されました
mail_security_key_removed = アカウントからセキュリティ キーが削除されました
mail_authenticator_added = アカウントに認証アプリが追加されました
mail_authenticator_removed = アカウントから認証アプリが削除されました
mail_recovery_codes_added = アカウントの新しいリカバリー コードが作成されました
mail_password_removed = アカウントのパスワードが削除されました
mail_recovery_codes_removed = アカウントのリカバリー コードが削除されました
mail_connected_added = { $provider } がアカウントと連携されました
mail_connected_removed = { $provider } とアカウントの連携が解除されました
mail_code_given = 管理者がアカウント用のワンタイム コードを作成しました

mail_recovery_subject = { $name } のアカウントの復元がリクエストされました
mail_recovery_title = アカウントの復元がリクエストされました
mail_recovery_text = { $name } のアカウントの 2 段階目の手段を失ったという申し出がありました。拒否しない限り、{ $time } 以降は 2 段階目なしでログインできるようになります。
mail_recovery_button = 拒否
mail_recovery_explained = 心当たりがない場合は、今すぐ拒否してパスワードを変更してください。
mail_recovery_ready_subject = { $name } のアカウントへのアクセスを回復できます
mail_recovery_ready_title = アカウントへのアクセスを回復できます
mail_recovery_ready_text = 申請は拒否されませんでした。2 段階認証を無効にしてからログインし、もう一度設定してください。
mail_recovery_ready_button = 2 段階認証を無効にする
mail_recovery_ready_valid = リンクは { $time } まで、1 回だけ使えます。
mail_recovery_ready_not_you = 申請した覚えがない場合は、リンクを使わず、パスワードを変更してください。

mail_deletion_subject = { $name } のアカウントは削除されます
mail_deletion_title = アカウントは削除されます
mail_deletion_text = { $name } のアカウントとそのすべての内容は { $time } に削除されます。それまでは取り消すことができます。
mail_deletion_button = アカウントを残す
mail_deletion_explained = 心当たりがない場合は、アカウントを残してパスワードを変更してください。

mail_deleted_subject = { $name } のアカウントは削除されました
mail_deleted_title = アカウントは削除されました
mail_deleted_text = { $name } のアカウントとその内容は { $time } に削除されました。今後ご連絡することはありません。

mail_test_subject = { $name } からのテストメール
mail_test_title = このメールは届いています
mail_test_text = { $name } の管理者が、メールが届くかどうかを確認するために { $time } に送信しました。何もする必要はありません。

dev_mail_page = メール · { $organization }
dev_mail_title = メール
dev_mail_explained = ここにはメールサーバーがないため、メールはこのページに届きます。最新の 200 件がこのプロセスのメモリに、停止するまで保存されます。同じデータベースを使用する別のプロセスには、それぞれのメールがあります。
dev_mail_none = メールはまだありません。何かが送信されたら、このページを再読み込みしてください。
dev_mail_to = 宛先: { $address }
dev_mail_sent = 送信: { $when }
dev_mail_html = HTML で表示

not_me_title = 心当たりがありませんか？
not_me_happened = アカウントが使用または変更されました: { $when }
not_me_explained = 心当たりがない場合は、すべてのデバイスとアプリからログアウトし、パスワードを使用できなくします。その後、新しいパスワードを設定してください。
not_me_button = アカウントを保護
not_me_done_title = アカウントが保護されました
not_me_done = すべての場所でログアウトし、以前のパスワードは使用できなくなりました。今すぐ新しいパスワードを設定してください。
not_me_done_without_password = すべての場所でログアウトしました。別のプロバイダのアカウントでログインしているため、そちらのパスワードも変更してください。
not_me_factors_wait = メールだけで誰かがログインできないように、追加された 2 段階目の認証は当面そのまま残ります。{ $when }に、削除するためのリンクをメールでお送りします。
not_me_factors_stay = メールだけで誰かがログインできないように、追加された 2 段階目の認証はそのまま残ります。心当たりがない場合は、管理者に削除を依頼してください。
not_me_done_apps = アプリのログアウトには数分かかることがあります。ログインし直したら、アカウントのログイン方法を確認し、心当たりのないものを削除してください。
not_me_choose_password = 新しいパスワードを設定
not_me_sign_in = ログイン
not_me_used_title = すでに完了しています
not_me_used = このメールの送信後に、アカウントはすでに保護されています。まだ新しいパスワードを設定していない場合は、今すぐ設定してください。
not_me_invalid_title = このリンクは使用できません
not_me_invalid = 7 日を過ぎているか、アドレスの一部が欠けています。他の人がアカウントを使用していると思われる場合は、新しいパスワードを設定してください。
