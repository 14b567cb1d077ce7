sign_out_page = ログアウト · { $organization }
sign_out_title_everywhere = すべてログアウトしますか？
sign_out_title_accounts = ログアウトしますか？
sign_out_asked_by = { $app } がログアウトを求めています。
sign_out_signed_in_as = { $user } としてログインしています。
sign_out_effect = このブラウザでこのアカウントを使って開いたすべてのアプリからログアウトします。
sign_out_everywhere = すべてログアウト
sign_out_this = { $user } をログアウト
sign_out_all = { $count ->
   *[other] { $count } 個のアカウントをすべてログアウト
}
sign_out_fault = このログアウト リンクはアプリの意図どおりに機能しません。移動先を確認できませんでした。ログアウトして、このページにとどまることはできます。リンクはアプリの開発者が修正できます。
sign_out_stay = ログインしたままにする

signed_out_page = ログアウトしました · { $organization }
signed_out_title = ログアウトしました
signed_out = アプリをもう一度使用するには、アプリを開いてログインしてください。
signed_out_account = このアカウントはすべてのアプリからログアウトしました。
signed_out_others = このブラウザでログイン中: { $users }
signed_out_sign_in = もう一度ログイン
signed_out_to_app = { $app } に移動
signed_out_choose = アカウントを選択

signing_out = アプリからログアウトしています。もう一度使用するには、アプリを開いてログインしてください。
signing_out_then_back = アプリからログアウトしています。完了すると元の場所に戻ります。
signing_out_continue = 続ける
signing_out_frame = アプリからのログアウト
