link_account_page = { $provider } と連携 · { $organization }
link_account_title = ご自身のアカウントですか？
link_account = <strong>{ $email }</strong> のアカウントはすでに存在します。ご自身のアカウントである場合は、パスワードを入力すると、今後 { $provider } でログインできるようになります。
link_account_password = パスワード
link_account_submit = { $provider } と連携してログイン
link_account_other = 別の方法を使用
link_account_wrong = パスワードが正しくありません。もう一度お試しください。
link_account_missing = このアカウントのパスワードを入力してください。
link_account_paused = 失敗した試行が多すぎます。しばらく待ってから、もう一度お試しください。

provider_unknown = このプロバイダ

federation_failed_title = ログインできませんでした
federation_failed_with_title = { $provider } でログインできませんでした

federation_stale = このログインはすでに完了したか、時間がかかりすぎたか、別のブラウザで開始されました。何も変更されていません。
federation_stale_remedy = アプリに戻り、最初からやり直してください。

federation_not_offered = ここでは { $provider } でログインできません。
federation_not_offered_remedy = 別の方法を使用してください。使用できる方法は管理者が決定します。

federation_denied = { $provider } でログインがキャンセルされたか、許可されませんでした。
federation_denied_remedy = もう一度試すか、別の方法を使用してください。

federation_unreachable = { $provider } が応答していません。
federation_unreachable_remedy = 1 分ほど待ってからもう一度試すか、別の方法を使用してください。

federation_busy = 現在、{ $provider } でのログインが混み合っています。
federation_busy_remedy = 1 分ほど待ってからもう一度試すか、別の方法を使用してください。

federation_misconfigured = { $provider } がリクエストを拒否しました。こちらの設定が古い可能性があります。
federation_misconfigured_remedy = 当面は別の方法を使用してください。修正できるよう、下記の参照番号を管理者にお知らせください。

federation_invalid = { $provider } からの応答を検証できませんでした。
federation_invalid_remedy = もう一度試すか、別の方法を使用してください。解決しない場合は、下記の参照番号を管理者にお知らせください。

federation_unreadable = { $provider } からの応答を検証できませんでした。誰であるかが示されていません。
federation_unreadable_remedy = 当面は別の方法を使用してください。修正できるよう、下記の参照番号を管理者にお知らせください。

federation_not_admitted = 使用した { $provider } アカウントは、ここでは使用できません。
federation_not_admitted_remedy = 組織のアカウントを使用するか、別の方法を使用してください。

federation_no_account = お使いの { $provider } アカウントは、ここのアカウントと連携されていません。
federation_known_email = お使いの { $provider } アカウントはここで連携されていませんが、同じメールアドレスのアカウントがすでに存在する可能性があります。
federation_connect_remedy = アカウントをお持ちの場合は、通常どおりログインし、アカウント ページで { $provider } と連携してください。お持ちでない場合は、管理者にアカウントの発行を依頼してください。

federation_link_only = { $provider } はここのアカウントと連携されていますが、ログインには使用できません。
federation_link_only_remedy = 別の方法を使用してください。

federation_disabled = お使いのアカウントは無効になっています。
federation_disabled_remedy = 管理者が再び有効にできます。

federation_linked_title = このアカウントはすでに連携されています
federation_linked = この { $provider } アカウントは、すでにここの別のアカウントと連携されています。何も変更されていません。
federation_linked_remedy = そのアカウントもご自身のものである場合は、先にそちらにログインして { $provider } との連携を解除してください。

last_method_title = 唯一のログイン方法は解除できません
last_method = 解除すると、このアカウントにログインできなくなります。
last_method_remedy = 先に別の方法を連携してください。

use_another_method = 別の方法を使用
back_to_account = アカウントに戻る
