package io.github.semel.spring;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/** Puts the claim in front of the methods that need one, and of all other advice of theirs. */
final class IdempotentPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

  private static final long serialVersionUID = 1L;

  IdempotentPostProcessor(Environment environment) {
    // What is recorded has taken place: a transaction must have been committed before.
    setBeforeExistingAdvisors(true);
    // The same property as for every other proxy.
    setProxyTargetClass(
        environment.getProperty("spring.aop.proxy-target-class", Boolean.class, true));
  }

  @Override
  public void setBeanFactory(BeanFactory beanFactory) {
    super.setBeanFactory(beanFactory);
    ConfigurableListableBeanFactory beans = (ConfigurableListableBeanFactory) beanFactory;
    IdempotentMethods methods = new IdempotentMethods(beans);
    this.advisor =
        new DefaultPointcutAdvisor(
            methods,
            new IdempotentInterceptor(methods, beans.getBeanProvider(MethodExecutors.class)));
  }
}
