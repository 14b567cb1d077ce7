error_detail = アプリ開発者向けの技術的な詳細
error_reference = 参照番号 { $reference }

error_try_again = もう一度お試しください。解決しない場合は、下記の参照番号を管理者にお知らせください。
error_start_again = アプリに戻り、最初からやり直してください。
error_open_again = ページをもう一度開く
error_to_apps = アプリの一覧に移動
error_to_accounts = アカウントを選択
error_developer = お客様の操作に問題はありません。アプリの開発者が対処する必要があります。

error_bad_request_title = リクエストを読み取れませんでした
error_bad_request = ブラウザから送信されたリクエストが不完全か、破損しています。
error_bad_request_remedy = 前のページに戻り、もう一度お試しください。

error_app_request = アプリから送信されたリクエストを読み取れません。
error_refused = アプリのリクエストは拒否されました。

error_account_gone_title = このアカウントはログアウトしています
error_account_gone = 選択したアカウントにはログインしていません。
error_account_gone_remedy = 前のページに戻って別のアカウントを選択するか、もう一度ログインしてください。

error_proxy = このアドレスはリバース プロキシ専用です。プロキシから元のリクエストのアドレスとメソッドが送信されませんでした。
error_proxy_remedy = プロキシの管理者が対処する必要があります。ガイドは docs/guides/forward-auth.md にあります。

error_form_title = フォームの有効期限が切れています
error_form = フォームが古いか、別のブラウザで開かれたか、Cookie がブロックされています。
error_form_remedy = ページをもう一度開いてください。解決しない場合は、このサイトの Cookie を許可してください。

error_forbidden_title = アクセス権がありません
error_forbidden = 使用中のアカウントではこのページを開けません。
error_forbidden_remedy = アクセス権が必要な場合は、管理者にお問い合わせください。前のページに戻って別のアカウントを使用することもできます。

error_unavailable_title = 現在、問題が発生しています
error_unavailable = サーバーが混み合っているか、データベースに接続できません。
error_unavailable_remedy = 数秒待ってから、もう一度お試しください。

error_out_of_date_title = このログインを続行できません
error_out_of_date = 別のブラウザで開始されたか、アドレスが不完全か、Cookie がブロックされています。
error_out_of_date_remedy = アプリをもう一度開いてください。解決しない場合は、このサイトの Cookie を許可してください。

error_limited_title = 試行回数が多すぎます
error_limited = お使いのネットワークからの試行回数が多すぎます。
error_limited_remedy = { $seconds ->
   *[other] { $seconds } 秒待ってから、もう一度お試しください。
}

error_internal_title = サーバーで問題が発生しました
error_internal = リクエストを完了できませんでした。何も変更されていません。

error_not_found_title = ページが見つかりません
error_not_found = このアドレスにページはありません。
error_not_found_remedy = アドレスを確認するか、アプリの一覧に移動してください。

address_title = ログイン リクエストが拒否されました
address_remedy = お客様の操作に問題はありません。アプリの開発者が対処する必要があります。リクエストは、アプリの登録内容と一致していなければなりません。
address_client_missing = アプリがクライアント ID を送信しませんでした。
address_client_unknown = アプリがここに登録されていないか、無効になっています。
address_redirect_uri_missing = アプリが戻り先のアドレスを送信しませんでした。
address_redirect_uri_unregistered = アプリが指定した移動先のアドレスは、このアプリに登録されていません。
address_repeated = アプリが自身の ID またはアドレスとして 2 つの異なる値を送信しました。
address_request_object = アプリの署名付きリクエストを検証できませんでした。
address_unusable = アプリから送信された内容を読み取れません。

form_post_page = アプリに戻っています
form_post_title = お待ちください
form_post = アプリに戻ります。
form_post_continue = アプリに進む
web_message = 結果をアプリに渡しています。何も起こらない場合は、このウィンドウを閉じてアプリに戻ってください。
