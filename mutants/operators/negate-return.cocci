// what a bool function returns is negated
@@
typedef bool;
identifier f;
expression E;
position p : script:python() { wanted(p) };
@@
  bool f(...) {
  <+...
  return
- E@p
+ !(E)
  ;
  ...+>
  }
