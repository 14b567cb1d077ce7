sign_in_page = ログイン · { $organization }
sign_in_title = ログイン
sign_in_again_title = もう一度ログイン
sign_in_another_title = 別のアカウントを使用
sign_in_step_up_title = あと 1 ステップです
sign_in_step_up = { $app } では、より安全な方法でのログインが必要です。前のページに戻っても、ログインしたままになります。
sign_in_step_up_unknown_app = このページでは、より安全な方法でのログインが必要です。前のページに戻っても、ログインしたままになります。
sign_in_known = { $user } としてログインしています。
sign_in_identifier = メールアドレスまたはユーザー名
sign_in_password = パスワード
sign_in_remember = ログイン状態を保持する
sign_in_submit = ログイン
sign_in_next = 次へ
sign_in_or = または
sign_in_no_method = このアプリにログインする方法はまだありません。管理者が設定できます。

sign_in_continue_with = { $provider } で続ける
sign_in_with = { $provider } でサインイン

sign_in_wrong = メールアドレスとパスワードが一致しません。両方を確認して、もう一度お試しください。
sign_in_incomplete = メールアドレスまたはユーザー名と、パスワードを入力してください。
sign_in_no_provider_for_address = このメールアドレスのログイン方法が見つかりませんでした。下記から選択してください。
sign_in_directory_unreachable = 組織のディレクトリに接続できません。しばらく待ってから、もう一度お試しください。
sign_in_paused = 失敗した試行が多すぎます。しばらく待ってから、もう一度お試しください。
sign_in_proof_needed = 現在、パスワードの推測が多発しているため、先にブラウザで短い計算を行う必要があります。パスワードをもう一度入力してください。
sign_in_proving = ブラウザが短い計算を行っています。数秒かかります。
sign_in_proof_needs_script = 現在、パスワードの推測が多発しているため、ブラウザで短い計算を行う必要があります。JavaScript を有効にするか、10 分後にもう一度お試しください。
sign_in_busy = 現在、ログインが混み合っています。数秒待ってから、もう一度お試しください。
sign_in_form_too_old = ページを開いてから時間が経ちすぎたか、Cookie がブロックされています。パスワードをもう一度入力してください。解決しない場合は、このサイトの Cookie を許可してください。
sign_in_fresh = ログイン方法を変更するには、先にもう一度ログインしてください。

select_account_page = アカウントを選択 · { $organization }
select_account_title = アカウントを選択
select_account_in_use = 使用中
select_account_other = 別のアカウントを使用
