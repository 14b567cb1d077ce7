# コンソールのメール。

console_nav_mail = メール
console_mail_hint = メールの送り先、待機中のメール、その内容を確認します。
console_mail_server = メールサーバー
console_mail_encrypted = 暗号化
console_mail_from = 差出人
console_mail_servers = アプリのサーバー
console_mail_servers_hint = 設定 { $setting } でこのいずれかを指定したアプリは、自身のメールをそのサーバーから送信します。停止していても、ほかのメールは送信されます。
console_mail_mailbox = メールサーバーがありません。メールはこのサーバーのメールボックスに残り、そこで読めます。
console_mail_open_mailbox = メールボックスを開く
console_mail_nowhere = メールは送信されません。パスワードのリンク、招待、通知を使うには、設定ファイルで { $url } と { $from } を設定してください。
console_mail_waiting = 待機中のメール
console_mail_waiting_none = 待機中のメールはありません。メールは数秒で送信されます。
console_mail_given_up = 最近届かなかったメール
console_mail_name = メール
console_mail_to = 宛先
console_mail_texts = 文面
console_mail_subject = 件名
console_mail_text = テキスト
console_mail_html = HTMLで表示
console_mail_made_up = 値は架空のもので、リンクはどこにもつながりません。
console_mail_languages = 他の言語
console_mail_test = テストメールを送信
console_mail_test_effect = ご自分のアドレスに今すぐメールを送り、メールサーバーの応答を表示します。
console_mail_no_address = アカウントにメールアドレスがありません。先に追加してください。
console_mail_sent = メールサーバーが { $address } 宛てのメールを受け付けました。受信トレイと迷惑メールを確認してください。
console_mail_not_sent = メールサーバーがメールを受け付けませんでした。応答は以下のとおりです。
