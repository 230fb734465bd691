// a constant is one more, true is false and false is true
@@
constant C;
position p : script:python() { number(p) and wanted(p) };
@@
- C@p
+ (C + 1)

@@
symbol true, false;
position p : script:python() { wanted(p) };
@@
(
- true@p
+ false
|
- false@p
+ true
)
