filedesc://a.arc 192.0.2.1 20241010120000 text/plain 6
1 0 T

http://news.example/ 192.0.2.1 20241010120000 text/html 126
HTTP/1.1 200 OK
Content-Type: text/html

<p>The envoy spoke of peace for an hour, and then he left the hall in silence.</p>
