error_detail = 供应用开发者参考的技术详情
error_reference = 参考编号 { $reference }

error_try_again = 请重试。如果问题再次出现，请将下方的参考编号告知管理员。
error_start_again = 请返回应用并重新开始。
error_open_again = 重新打开页面
error_to_apps = 前往您的应用
error_to_accounts = 选择账号
error_developer = 这不是您的错。应用的开发者可以解决此问题。

error_bad_request_title = 我们无法读取该请求
error_bad_request = 您的浏览器发送的请求不完整或已损坏。
error_bad_request_remedy = 请返回并重试。

error_app_request = 应用发送的请求无法读取。
error_refused = 应用的请求被拒绝。

error_account_gone_title = 该账号已退出登录
error_account_gone = 您选择的账号已不再处于登录状态。
error_account_gone_remedy = 请返回并选择其他账号，或重新登录。

error_proxy = 此地址只能由反向代理使用，而代理没有发送原始请求的地址和方法。
error_proxy_remedy = 代理的管理员可以解决此问题。指南位于 docs/guides/forward-auth.md。

error_form_title = 此表单已过期
error_form = 表单打开的时间过长，或在其他浏览器中打开过，或 Cookie 被阻止。
error_form_remedy = 请重新打开页面。如果问题持续出现，请允许此网站使用 Cookie。

error_forbidden_title = 您没有访问权限
error_forbidden = 您当前使用的账号无法打开此页面。
error_forbidden_remedy = 如果您需要访问权限，请联系管理员。您也可以返回并使用其他账号。

error_unavailable_title = 我们目前遇到了问题
error_unavailable = 服务器繁忙或无法连接数据库。
error_unavailable_remedy = 请等待几秒钟后重试。

error_out_of_date_title = 我们无法继续此次登录
error_out_of_date = 登录是在其他浏览器中开始的，或地址不完整，或 Cookie 被阻止。
error_out_of_date_remedy = 请重新打开应用。如果问题持续出现，请允许此网站使用 Cookie。

error_limited_title = 尝试次数过多
error_limited = 来自您所在网络的尝试次数过多。
error_limited_remedy = { $seconds ->
   *[other] 请等待 { $seconds } 秒后重试。
}

error_internal_title = 我们这边出现了问题
error_internal = 我们无法完成您的请求。未做任何更改。

error_not_found_title = 找不到页面
error_not_found = 此地址没有对应的页面。
error_not_found_remedy = 请检查地址，或前往您的应用。

address_title = 登录请求被拒绝
address_remedy = 这不是您的错。应用的开发者可以解决此问题：请求必须与应用的注册信息一致。
address_client_missing = 应用没有发送其客户端标识符。
address_client_unknown = 应用未在此处注册，或已被停用。
address_redirect_uri_missing = 应用没有发送返回地址。
address_redirect_uri_unregistered = 应用想将您转到一个未为其注册的地址。
address_repeated = 应用为其身份或地址发送了两个不同的值。
address_request_object = 无法验证应用的签名请求。
address_unusable = 应用发送的内容无法读取。

form_post_page = 正在返回应用
form_post_title = 请稍候
form_post = 正在带您返回应用。
form_post_continue = 继续前往应用
web_message = 正在将结果交给应用。如果没有反应，请关闭此窗口并返回应用。
